package org.partita.manifest.tfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partita.api.ffm.manifest.FfmPlatform;
import org.partita.api.ffm.manifest.ManifestFiles;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;

/** A small platform that is right, to vary, and what reading the variation gives. */
final class Manifests {
    static final String LIST = "list.yaml";
    static final String STORE = "store.yaml";
    static final String CRYPTO = "crypto.yaml";
    static final String TIMER = "timer.yaml";
    static final String AGENT = "agent.yaml";

    private static final Map<String, String> FILES = Map.of(LIST, """
            {
              "description": "partitions",
              "type": "manifest_list",
              "version_major": 0,
              "manifest_list": [
                { "manifest": "store.yaml", "pid": 256 },
                { "manifest": "crypto.yaml", "conditional": "WITH_CRYPTO", "non_ffm_attributes": ["weak_dependencies"] },
                { "manifest": "timer.yaml" },
                { "manifest": "agent.yaml", "pid": 0, "non_ffm_attributes": ["ns_agent"] },
              ]
            }
            """, STORE, """
            {
              "psa_framework_version": 1.1,
              "name": "STORE",
              "type": "APPLICATION-ROT",
              "priority": "NORMAL",
              "model": "SFN",
              "entry_init": "store_init",
              "stack_size": "STORE_STACK",
              "services": [
                {
                  "name": "SET",
                  "sid": "0x1000",
                  "non_secure_clients": true,
                  "connection_based": false,
                  "stateless_handle": 2,
                  "mm_iovec": "enable"
                },
                {
                  "name": "GET",
                  "sid": "0x1001",
                  "non_secure_clients": false,
                  "connection_based": true,
                  "version": 3,
                  "version_policy": "RELAXED"
                }
              ],
              "dependencies": ["HASH"]
            }
            """, CRYPTO, """
            {
              "psa_framework_version": 1.1,
              "name": "CRYPTO",
              "type": "PSA-ROT",
              "priority": "HIGH",
              "model": "dual",
              "entry_point": "crypto_main",
              "stack_size": "0x800",
              "heap_size": 16,
              "services": [
                { "name": "HASH", "sid": 4098, "non_secure_clients": true, "connection_based": false },
                { "name": "SIGN", "sid": 4099, "non_secure_clients": true, "connection_based": false, "stateless_handle": "auto" }
              ],
              "weak_dependencies": ["NOWHERE"]
            }
            """, TIMER, """
            {
              "psa_framework_version": 1.0,
              "name": "TIMER",
              "type": "PSA-ROT",
              "priority": "LOW",
              "entry_point": "timer_main",
              "stack_size": 512,
              "services": [
                { "name": "WAIT", "sid": "0x1004", "non_secure_clients": false }
              ],
              "irqs": [
                { "source": "TIMER0_IRQ", "signal": "TIMER0" },
                { "source": 9, "name": "TIMER1", "handling": "SLIH" }
              ],
              "mmio_regions": [
                { "name": "TIMER0_REGS", "permission": "READ-WRITE" },
                { "base": "0x40001000", "size": "0x1000", "permission": "READ-ONLY" }
              ]
            }
            """, AGENT, """
            {
              "psa_framework_version": 1.1,
              "name": "AGENT",
              "type": "PSA-ROT",
              "priority": "LOW",
              "model": "IPC",
              "ns_agent": true,
              "entry_point": "agent_main",
              "stack_size": 1024,
              "client_id_base": "-0x200",
              "client_id_limit": "-0x100",
              "irqs": [
                { "source": 11, "name": "MAILBOX", "client_id_base": -512, "client_id_limit": -400, "handling": "FLIH" }
              ]
            }
            """);

    private static final Map<String, String> CONFIGURATION =
            Map.of("STORE_STACK", "0x400", "TIMER0_IRQ", "8", "WITH_CRYPTO", "on");

    private final Map<String, String> files = new LinkedHashMap<>(FILES);
    private final Map<String, String> configuration = new HashMap<>(CONFIGURATION);

    /** Replaces a part of a file; the part has to be there once. */
    Manifests with(String file, String part, String other) {
        String text = files.get(file);
        assertThat(text).containsOnlyOnce(part);
        files.put(file, text.replace(part, other));
        return this;
    }

    /** Replaces a whole file. */
    Manifests with(String file, String text) {
        files.put(file, text);
        return this;
    }

    Manifests configured(String key, String value) {
        configuration.put(key, value);
        return this;
    }

    Manifests unconfigured(String key) {
        configuration.remove(key);
        return this;
    }

    String text(String file) {
        return files.get(file);
    }

    FfmPlatform read() throws ManifestException {
        ManifestFiles found = (list, path, limit) -> {
            assertThat(list).isEqualTo(LIST);
            if (!files.containsKey(path)) {
                throw new IOException("there is no such file");
            }
            return source(path);
        };
        return TfmManifests.read(source(LIST), found, configuration);
    }

    private ManifestSource source(String file) {
        return new ManifestSource(file, files.get(file).getBytes(StandardCharsets.UTF_8));
    }

    /** All problems of what can't be read. */
    List<Problem> problems() {
        try {
            throw new AssertionError("read without an error: " + read());
        } catch (ManifestException e) {
            return e.problems();
        }
    }

    /** The only problem. */
    Problem problem() {
        List<Problem> problems = problems();
        assertThat(problems).as("problems of one fault").hasSize(1);
        return problems.getFirst();
    }

    /** Checks the only problem: file, line, node, field, rule, and words that name what was found and the way out. */
    void refused(String file, String lineOf, String node, String field, String rule, String message) {
        Problem problem = problem();
        assertThat(problem.message()).contains(message).containsPattern("; |expecting");
        assertThat(problem.rule()).isEqualTo("TF-M manifest" + rule);
        assertThat(problem.error()).isTrue();
        int line = file.equals("configuration") ? 0 : line(file, lineOf);
        assertThat(problem.at()).isEqualTo(new Position(file, line, node, field));
    }

    /** The line in which a part of a file stands first. */
    int line(String file, String part) {
        int at = text(file).indexOf(part);
        assertThat(at).as(part).isNotNegative();
        return 1
                + (int) text(file)
                        .substring(0, at)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    static byte[] bytes(String resource) {
        try (InputStream in = Manifests.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no test resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
