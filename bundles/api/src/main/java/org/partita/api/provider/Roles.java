package org.partita.api.provider;

/** The words for roles, as services declare them and spm:wiring prints them. */
public final class Roles {
    /** Namespace of capabilities and requirements between roles; effective "assemble". */
    public static final String NAMESPACE = "org.partita.role";

    /** Service property that names the role. */
    public static final String PROPERTY = "org.partita.role";

    public static final String CONDUIT_SMC = "conduit/SMC";
    public static final String CONDUIT_HVC = "conduit/HVC";
    public static final String CONDUIT_SVC = "conduit/SVC";
    public static final String CONDUIT_ERET = "conduit/ERET";
    public static final String CONDUIT_CALL = "conduit/CALL";

    public static final String INSTANCE_SECURE_PHYSICAL = "instance/secure-physical";
    public static final String INSTANCE_SECURE_VIRTUAL = "instance/secure-virtual";
    public static final String INSTANCE_NONSECURE_PHYSICAL = "instance/nonsecure-physical";
    public static final String INSTANCE_NONSECURE_VIRTUAL = "instance/nonsecure-virtual";

    public static final String MANAGER_HYPERVISOR = "manager/hypervisor";
    public static final String MANAGER_SPMD = "manager/spmd";
    public static final String MANAGER_SPMC = "manager/spmc";

    public static final String MANAGER_FFM_SPM = "manager/ffm-spm";

    public static final String INTERFACE_SETUP = "interface/setup";
    public static final String INTERFACE_CYCLES = "interface/cycles";
    public static final String INTERFACE_DIRECT_MESSAGING = "interface/direct-messaging";
    public static final String INTERFACE_INDIRECT_MESSAGING = "interface/indirect-messaging";
    public static final String INTERFACE_MEMORY_MANAGEMENT = "interface/memory-management";

    public static final String INTERFACE_PSA_CLIENT = "interface/psa-client";
    public static final String INTERFACE_PSA_SERVICE = "interface/psa-service";

    public static final String AGENT_NS_AGENT_TZ = "agent/ns-agent-tz";

    public static final String BACKEND = "backend";

    public static final String MEMORY_FEATURE_FRAGMENTS = "memory-feature/fragments";
    public static final String MEMORY_FEATURE_TIME_SLICING = "memory-feature/time-slicing";
    public static final String MEMORY_FEATURE_DYNAMIC_BUFFERS = "memory-feature/dynamic-buffers";

    public static final String HARDWARE_MEMORY = "hardware/memory";
    public static final String HARDWARE_SMMU = "hardware/smmu";
    public static final String HARDWARE_GIC = "hardware/gic";
    public static final String HARDWARE_TIMER = "hardware/timer";
    public static final String HARDWARE_MPU = "hardware/mpu";

    public static final String SCHEDULER = "scheduler";

    /** What a platform offers to providers, with its isolation level behind it (FF-M): no role, and nobody fills it. */
    public static final String ISOLATION = "isolation/";

    /** What a backend offers, with a model of partitions behind it, {@code model/IPC}: no role, and nobody fills it. */
    public static final String MODEL = "model/";

    /** What a bundle with code of a partition offers, with the partition's name behind it: no role, and nobody fills it. */
    public static final String PARTITION = "partition/";

    public static final String MANIFEST_DEVICETREE = "manifest/devicetree";
    public static final String MANIFEST_TFM = "manifest/tfm";

    private Roles() {}
}
