package org.partita.admin.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partita.manifest.tfm.TfmManifestReader;

class AssemblerTest {
    @TempDir
    private Path folder;

    private Fixtures fixtures;

    @BeforeEach
    void repository() {
        fixtures = Fixtures.standard(folder);
    }

    private Assembly assemble(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-o", "out"));
        return new Assembler(new Repository(fixtures.folder()), new TfmManifestReader())
                .assemble(Order.parse(all.toArray(String[]::new)));
    }

    private static List<String> names(Assembly assembly) {
        return assembly.bundles().stream().map(BundlePart::symbolicName).toList();
    }

    @Test
    void ffaBringsBothWorldsAndWhatTheirBundlesImport() {
        Assembly assembly = assemble("--require", "ffa");
        assertThat(names(assembly))
                .contains(
                        "org.partita.core",
                        "org.partita.api",
                        "org.partita.conduit.smc",
                        "org.partita.conduit.hvc",
                        "org.partita.conduit.eret",
                        "org.partita.instance.secure.physical",
                        "org.partita.instance.secure.virtual",
                        "org.partita.instance.nonsecure.physical",
                        "org.partita.instance.nonsecure.virtual",
                        "org.partita.manager.hypervisor",
                        "org.partita.manager.spmd",
                        "org.partita.manager.spmc",
                        "org.partita.hardware.memory",
                        "org.partita.manifest.devicetree")
                .doesNotContain("org.partita.conduit.svc", "org.partita.partition.echo");
        assertThat(assembly.hypervisor()).isTrue();
    }

    @Test
    void aSecurePartitionBringsTheSecureWorldButNoHypervisor() {
        Assembly assembly = assemble("--require", "partition=echo");
        assertThat(names(assembly))
                .contains("org.partita.partition.echo", "org.partita.manager.spmc", "org.partita.manager.spmd")
                .doesNotContain("org.partita.manager.hypervisor", "org.partita.conduit.svc");
        assertThat(assembly.manifests()).extracting(ManifestFile::name).containsExactly("echo.dts");
        assertThat(assembly.hypervisor()).isFalse();
    }

    @Test
    void aPartitionAtSecureEl0BringsSvc() {
        Assembly assembly = assemble("--require", "s-el0-sp", "partition=echo");
        assertThat(names(assembly)).contains("org.partita.conduit.svc");
        assertThat(assembly.manifests().getFirst().level()).isEqualTo(ManifestFile.Level.S_EL0);
    }

    @Test
    void aManifestThatNamesAnSmmuBringsOne() throws IOException {
        assertThat(names(assemble("--require", "partition=echo"))).doesNotContain("org.partita.hardware.smmu");
        String upstream = Fixtures.manifest(2).replace("/ {", "/ {\n\tdevice { smmu-id = <0>; };");
        Path own = Files.writeString(folder.resolve("echo.dts"), upstream, StandardCharsets.UTF_8);
        assertThat(names(assemble("--require", "partition=echo", "--manifest", own.toString())))
                .contains("org.partita.hardware.smmu");
    }

    @Test
    void aManifestOfTheSameNameReplacesTheOneInTheBundle() throws IOException {
        Path own = Files.writeString(folder.resolve("echo.dts"), Fixtures.manifest(1), StandardCharsets.UTF_8);
        Assembly assembly = assemble("--require", "partition=echo", "--manifest", own.toString());
        assertThat(names(assembly)).contains("org.partita.conduit.svc");
    }

    @Test
    void anSpmcThatIsMergedWithTheSpmdNeedsNoSecurePhysicalInstance() {
        assertThat(names(assemble("--require", "spm"))).contains("org.partita.instance.secure.physical");
        assertThat(names(assemble("--require", "spm", "--set", "spmc.level=EL3")))
                .doesNotContain("org.partita.instance.secure.physical");
    }

    @Test
    void withoutAHypervisorOneManifestOfTheNormalWorldRemains() {
        Assembly assembly = assemble("--require", "partition=client");
        assertThat(assembly.manifests()).extracting(ManifestFile::name).containsExactly("client1.dts");
        assertThat(assembly.notes()).singleElement().asString().startsWith("client2.dts is left out");
        assertThat(assemble("--require", "hypervisor", "partition=client").manifests())
                .hasSize(2);
    }

    @Test
    void whatIsExcludedIsToldAsTheEndOfAChainThatBeginsWithTheRequirement() throws IOException {
        Path own = Files.writeString(folder.resolve("echo.dts"), Fixtures.manifest(1), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> assemble("--require", "partition=echo", "!conduit=svc", "--manifest", own.toString()))
                .isInstanceOf(AssemblyException.class)
                .hasMessage("partition=echo at S-EL0 is required%npartition=echo at S-EL0 needs conduit/SVC, which is"
                                .formatted()
                        + " excluded: leave out --exclude conduit=svc");
    }

    @Test
    void aMisspeltExclusionIsToldWithWhatThereIsInstead() {
        assertThatThrownBy(() -> assemble("--require", "ffa", "!conduit=xyz"))
                .isInstanceOf(AssemblyException.class)
                .hasMessage("conduit=xyz is excluded, but nothing of that name is there; there are conduit=eret,"
                        + " conduit=hvc, conduit=smc, conduit=svc");
        assertThatThrownBy(() -> assemble("--require", "ffa", "--exclude", "nosuch=hvc"))
                .hasMessageStartingWith("nosuch=hvc is excluded, but nothing of that name is there; there are ffa, ffm,"
                        + " hypervisor, ipc-partition, s-el0-sp, spm, conduit=eret, ");
        assertThat(names(assemble("--require", "spm", "!CONDUIT=hvc", "!s-el0-sp", "!org.partita.partition.echo")))
                .isNotEmpty();
    }

    @Test
    void whatNobodyProvidesIsToldWithWhatThereIsInstead() {
        assertThatThrownBy(() -> assemble("--require", "conduit=bus"))
                .hasMessage("conduit/bus is required, which no bundle in the repository provides; there are "
                        + "conduit=eret, conduit=hvc, conduit=smc, conduit=svc");
        fixtures.remove("org.partita.manager.spmc");
        assertThatThrownBy(() -> assemble("--require", "ffa"))
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "ffa is required",
                        "ffa needs spm",
                        "spm needs manager/spmc, which no bundle in the repository provides; there are "
                                + "manager=hypervisor, manager=spmd"));
    }

    @Test
    void aPackageThatIsMissingIsNamedWithTheBundleThatImportsIt() {
        fixtures.remove("org.partita.api");
        assertThatThrownBy(() -> assemble("--require", "conduit=smc"))
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "conduit/SMC is required, which org.partita.conduit.smc provides",
                        "org.partita.conduit.smc needs package org.partita.api.call, which no bundle in the "
                                + "repository provides"));
    }

    @Test
    void requirementsBetweenRolesThatBundlesDeclareAreHonoured() {
        fixtures.bundle(
                "org.partita.extra.first",
                "Provide-Capability",
                "org.partita.role;org.partita.role=\"extra/first\";effective:=assemble",
                "Require-Capability",
                "org.partita.role;filter:=\"(org.partita.role=extra/second)\";effective:=assemble");
        assertThatThrownBy(() -> assemble("--require", "extra=FIRST"))
                .hasMessageContaining("org.partita.extra.first needs extra/second, which no bundle");
    }

    @Test
    void aBundleThatIsExcludedIsToldAsTheProviderOfWhatIsMissing() {
        assertThatThrownBy(() -> assemble("--require", "ffa", "!org.partita.conduit.hvc"))
                .hasMessageEndingWith(
                        "hypervisor needs conduit/HVC, which org.partita.conduit.hvc provides, and that is"
                                + " excluded: leave out --exclude org.partita.conduit.hvc");
    }

    @Test
    void aRoleThatSeveralFillIsAskedForByTheNameOfItsProvider() {
        fixtures.bundle(
                "org.partita.scheduler.first",
                "Provide-Capability",
                "org.partita.role;org.partita.role=scheduler;effective:=assemble");
        fixtures.bundle(
                "org.partita.scheduler.second",
                "Provide-Capability",
                "org.partita.role;org.partita.role=scheduler;effective:=assemble");
        Assembly assembly = assemble("--require", "scheduler=Second");
        assertThat(names(assembly))
                .contains("org.partita.scheduler.second")
                .doesNotContain("org.partita.scheduler.first");
        assertThat(assembly.required()).contains("org.partita.scheduler.second");
    }

    @Test
    void whatStandsByIsInstalledAndNotRequired() {
        Assembly assembly = assemble("--require", "spm", "--standby", "conduit=svc");
        assertThat(names(assembly)).contains("org.partita.conduit.svc");
        assertThat(assembly.required()).doesNotContain("conduit/SVC", "org.partita.conduit.svc");
    }

    @Test
    void onlyRolesAndBundlesStandBy() {
        assertThatThrownBy(() -> assemble("--require", "spm", "--standby", "conduit=xyz"))
                .hasMessageStartingWith("conduit=xyz is to stand by, but nothing of that name is there; there are");
        assertThatThrownBy(() -> assemble("--require", "spm", "--standby", "hypervisor"))
                .hasMessage("hypervisor can't stand by: it stands for several roles; name one, or a bundle");
    }

    @Test
    void bundlesThatAreOptionalForOthersAreNotBroughtIn() {
        fixtures.bundle("other", "Export-Package", "org.other");
        fixtures.bundle("asks", "Import-Package", "org.other;resolution:=optional");
        assertThat(names(assemble("--require", "asks"))).contains("asks").doesNotContain("other");
    }
}
