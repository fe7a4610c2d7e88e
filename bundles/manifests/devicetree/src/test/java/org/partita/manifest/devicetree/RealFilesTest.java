package org.partita.manifest.devicetree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.partita.api.ffa.ExceptionLevel;
import org.partita.api.manifest.DeviceRegion;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.Messaging;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.Problem;

/** Manifests of Hafnium's tests, which users have in this form. */
class RealFilesTest {
    static Stream<String> names() {
        return Files.REAL.stream();
    }

    private static PartitionManifest read(String name) throws Exception {
        ManifestSource source = new ManifestSource(name, Files.bytes("manifests/" + name));
        assertThat(new DevicetreeReader().accepts(source)).isTrue();
        return (PartitionManifest) new DevicetreeReader().read(source, ManifestOptions.DEFAULT);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFileIsReadAsSourceAndAsBlobWithTheSameMeaning(String name) throws Exception {
        PartitionManifest source = read(name + ".dts");
        PartitionManifest blob = read(name + ".dtb");
        assertThat(source.uuids()).isEqualTo(blob.uuids()).isNotEmpty();
        assertThat(source.messaging()).isEqualTo(blob.messaging());
        assertThat(source.warnings())
                .extracting(Problem::message)
                .containsExactlyInAnyOrderElementsOf(
                        blob.warnings().stream().map(Problem::message).toList());
        assertThat(source.warnings()).allMatch(p -> p.at().line() > 0).noneMatch(Problem::error);
        assertThat(blob.warnings()).allMatch(p -> p.at().line() == 0);
    }

    @Test
    void anSpOfThreeServicesAtSEl0IsUnderstood() throws Exception {
        PartitionManifest sp = read(Files.REAL.getLast() + ".dts");
        assertThat(sp.name()).isEqualTo("Secure Service1 EL0");
        assertThat(sp.level()).isEqualTo(ExceptionLevel.S_EL0);
        assertThat(sp.uuids()).hasSize(3);
        assertThat(sp.messaging()).isEqualTo(new Messaging(true, true, false, false));
        assertThat(sp.bootOrder()).hasValue(1);
        assertThat(sp.bootRegister()).hasValue(0);
        assertThat(sp.bootInformation()).containsExactly("ffa_manifest");
        assertThat(sp.entryPointOffset()).isEqualTo(0x2000);
        assertThat(sp.memoryRegions())
                .extracting(r -> r.name() + " " + r.secure())
                .containsExactly("ro-secure-memory true", "ns-memory false");
        assertThat(sp.deviceRegions().getLast().interrupts()).singleElement().satisfies(i -> {
            assertThat(i.id()).isEqualTo(56);
            assertThat(i.type()).isEqualTo(DeviceRegion.Type.SPI);
            assertThat(i.secure()).isTrue();
            assertThat(i.level()).isFalse();
            assertThat(i.priority()).isZero();
        });
        assertThat(sp.warnings())
                .extracting(p -> p.at().node() + " " + p.at().property())
                .contains(
                        "/ ffa-version",
                        "/hftest-service-setup ",
                        "/ notification-support",
                        "/ vm-availability-messages");
    }

    @Test
    void aManifestForVersion10InTheLaterLayoutIsUnderstood() throws Exception {
        PartitionManifest sp = read(Files.REAL.get(3) + ".dts");
        assertThat(sp.version().toString()).isEqualTo("1.0");
        assertThat(sp.executionContexts()).isEqualTo(8);
        assertThat(sp.pinned()).isTrue();
        assertThat(sp.messaging()).isEqualTo(new Messaging(true, true, false, true));
        assertThat(sp.warnings()).noneMatch(p -> p.at().property().equals("ffa-version"));
    }

    @Test
    void aVmKeepsIndirectMessaging() throws Exception {
        assertThat(read(Files.REAL.get(1) + ".dts").messaging()).isEqualTo(new Messaging(true, true, true, false));
        assertThat(read(Files.REAL.get(1) + ".dts").level()).isEqualTo(ExceptionLevel.EL1);
    }

    @Test
    void otherFilesAreNotAccepted() {
        assertThat(new DevicetreeReader().accepts(new ManifestSource("x.yaml", new byte[] {'a', ':'})))
                .isFalse();
        assertThat(new DevicetreeReader()
                        .accepts(new ManifestSource("x", new byte[] {(byte) 0xd0, 0x0d, (byte) 0xfe, (byte) 0xed})))
                .isTrue();
    }
}
