package org.partita.admin.assemble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whose partitions a platform has: those of FF-A or those of FF-M, never both. */
enum Framework {
    FF_M(
            "FF-M",
            "ffm|ipc-partition|isolation/.*|model/.*|backend(/.*)?|manager/ffm-spm|interface/psa-.*|conduit/CALL"
                    + "|hardware/mpu|agent/.*|manifest/tfm",
            "yaml|yml|json"),
    FF_A(
            "FF-A",
            "ffa|spm|hypervisor|s-el0-sp|manager/.*|interface/.*|instance/.*|memory-feature/.*|scheduler(/.*)?"
                    + "|conduit/(SMC|HVC|ERET)|manifest/devicetree",
            "dts|dtb");

    /** Key of the configuration. */
    static final String KEY = "framework";

    private final String title;
    private final Pattern words;
    private final Pattern manifests;

    /**
     * @param words and roles that belong to it; those of FF-M are asked first
     * @param suffixes of its manifests
     */
    Framework(String title, String words, String suffixes) {
        this.title = title;
        this.words = Pattern.compile(words);
        this.manifests = Pattern.compile(".*\\.(" + suffixes + ")", Pattern.CASE_INSENSITIVE);
    }

    /** As the configuration has it. */
    String title() {
        return title;
    }

    /** Whether a file name is that of a manifest. */
    boolean isManifest(String file) {
        return manifests.matcher(file).matches();
    }

    /**
     * The one that everything asked for belongs to; FF-A if nothing says.
     *
     * @throws AssemblyException if it can't be one
     */
    static Framework of(Order order, List<String> required, Repository repository) {
        Map<Framework, String> first = new EnumMap<>(Framework.class);
        String key = order.settings().getOrDefault(KEY, "");
        if (!key.isEmpty() && Stream.of(values()).noneMatch(f -> f.title.equalsIgnoreCase(key))) {
            throw new AssemblyException("--set " + KEY + "=" + key + ": possible are FF-A and FF-M");
        }
        Stream.of(values())
                .filter(f -> f.title.equalsIgnoreCase(key))
                .forEach(f -> first.put(f, "--set " + KEY + "=" + key));
        required.forEach(word ->
                ofWord(word, repository).ifPresent(f -> first.putIfAbsent(f, "--require " + Role.typed(word))));
        order.manifests().forEach(path -> ofPath(path).ifPresent(f -> first.putIfAbsent(f, "--manifest " + path)));
        String ffm = first.get(FF_M);
        String ffa = first.get(FF_A);
        if (ffa != null && ffm != null) {
            throw new AssemblyException(ffa + " belongs to FF-A, " + ffm + " to FF-M: a platform follows one of them;"
                    + " leave one out, or assemble two platforms");
        }
        return ffm == null ? FF_A : FF_M;
    }

    private static Optional<Framework> ofWord(String word, Repository repository) {
        List<String> all = new ArrayList<>(List.of(word));
        List<BundlePart> bundles = repository.bundles().stream()
                .filter(b -> b.symbolicName().equals(word)
                        || (Role.isPartition(word) && b.roles().contains(word)))
                .toList();
        bundles.forEach(b -> all.addAll(b.roles()));
        for (Framework f : values()) {
            boolean named = all.stream().anyMatch(w -> f.words.matcher(w).matches());
            if (named || bundles.stream().flatMap(b -> b.manifests().stream()).anyMatch(f::isManifest)) {
                return Optional.of(f);
            }
        }
        return Optional.empty();
    }

    private static Optional<Framework> ofPath(Path path) {
        List<String> names = List.of(path.toString());
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                names = files.map(Path::toString).toList();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        List<String> all = names;
        return Stream.of(values())
                .filter(f -> all.stream().anyMatch(f::isManifest))
                .findFirst();
    }
}
