package org.partita.core.boot;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of a platform, PID {@code org.partita.core}; an underscore stands for a dot in the key. */
@ObjectClassDefinition(name = "Partita platform")
public @interface CoreConfiguration {
    @AttributeDefinition(description = "name of the platform")
    String name() default "partita";

    @AttributeDefinition(description = "number of PEs, 1 to 64")
    int pes() default 1;

    @AttributeDefinition(description = "whether a Hypervisor manages the Normal world")
    boolean hypervisor() default true;

    @AttributeDefinition(
            description = "level of the SPMC: S-EL2, S-EL1, EL3 or Secure Supervisor (FF-A Tables 2.1, 2.2)")
    String spmc_level() default "S-EL2";

    @AttributeDefinition(description = "level of the SPMD: EL3 or Monitor (FF-A Tables 2.1, 2.2)")
    String spmd_level() default "EL3";

    @AttributeDefinition(description = "16-bit ID of the SPMC (FF-A 2.8)")
    int spmc_id() default 0x8000;

    @AttributeDefinition(description = "FF-A version of the SPMC (FF-A 8.1.3)")
    String spmc_version() default "1.0";

    @AttributeDefinition(description = "FF-A version of the SPMD (FF-A 8.1.3)")
    String spmd_version() default "1.0";

    @AttributeDefinition(description = "FF-A version of the Hypervisor")
    String hypervisor_version() default "1.0";

    @AttributeDefinition(description = "folder of the manifests; empty: framework property org.partita.manifests")
    String manifests() default "";

    @AttributeDefinition(description = "parallel or deterministic")
    String mode() default "parallel";

    @AttributeDefinition(description = "seed of the deterministic mode")
    long seed() default 0;

    @AttributeDefinition(description = "milliseconds that a departure waits for calls inside the provider")
    long drain_deadline() default 1_000;

    @AttributeDefinition(description = "milliseconds that callers wait for a provider of the same name")
    long vacancy_grace() default 2_000;

    @AttributeDefinition(description = "milliseconds after which another installed provider takes over")
    long vacancy_standby() default 300;

    @AttributeDefinition(description = "milliseconds that a call without a retriable status is held")
    long hold_deadline() default 10_000;

    @AttributeDefinition(description = "milliseconds without progress after which a partition is said to loop")
    long watchdog() default 2_000;

    @AttributeDefinition(description = "milliseconds within which the required roles and partitions must be there")
    long boot_deadline() default 30_000;

    @AttributeDefinition(description = "roles that the platform needs besides the ones that follow from its shape")
    String[] required() default {};

    @AttributeDefinition(description = "role=symbolic name: which provider serves when several are installed")
    String[] choose() default {};

    @AttributeDefinition(
            description = "switches by name: strict-manifests, enumerated-messaging-method, traffic, strict-seed")
    String[] options() default {};

    @AttributeDefinition(
            description =
                    "ID=priority: priorities of partitions for the primary scheduler, 0 (first) to 255; 128 unless stated")
    String[] priorities() default {};

    @AttributeDefinition(description = "FF-A or FF-M: whose partitions the platform has")
    String framework() default "FF-A";

    @AttributeDefinition(description = "FF-M: file name of the manifest list, in the folder of the manifests")
    String ffm_list() default "tfm_manifest_list.yaml";

    @AttributeDefinition(description = "FF-M: isolation level 1, 2 or 3")
    int ffm_isolation() default 1;

    @AttributeDefinition(
            description = "FF-M: auto (SFN if all partitions are SFN at isolation level 1, else IPC), sfn or ipc")
    String ffm_backend() default "auto";

    @AttributeDefinition(description = "FF-M: NAME=VALUE, what manifests refer to by name")
    String[] ffm_definitions() default {};

    @AttributeDefinition(description = "FF-M: number of connections that there can be at a time, 1 to 1024")
    int ffm_connections() default 64;

    @AttributeDefinition(description = "FF-M: number of Non-secure clients; their ids are -1, -2 and so on")
    int ffm_clients() default 4;

    @AttributeDefinition(description = "FF-M: what psa_rot_lifecycle_state returns; 0x3000 is SECURED")
    int ffm_lifecycle() default 0x3000;

    @AttributeDefinition(
            description =
                    "FF-M: contain (a partition that panics ends, the others go on), halt (all end) or reset (all end, and"
                            + " the platform boots once more)")
    String ffm_panic() default "contain";
}
