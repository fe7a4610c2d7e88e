package org.partita.it.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.partita.api.admin.PartitaException;
import org.partita.api.admin.Platform;
import org.partita.api.admin.RoleStatus;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.ReferencePlatform;
import org.partita.it.platform.Running;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** The requirements that providers declare bind those who serve, not only the assembler. */
@PlatformTest(value = ReferencePlatform.class, fresh = true)
class RoleRequirementsIT {
    private static final String NEEDS = "org.partita.role;filter:=\"(org.partita.role=%s)\";effective:=assemble";
    private static final int ECHO = 0x8002;

    @Inject
    BundleContext framework;

    @TempDir
    Path folder;

    private Platform platform;

    @BeforeEach
    void boot() throws Exception {
        platform = new Running(framework).platform();
    }

    private RoleStatus status(String role) {
        return platform.wiring().stream()
                .filter(r -> r.role().equals(role))
                .findFirst()
                .orElseThrow();
    }

    private Bundle serving(String role) {
        return framework.getBundle(status(role).bundleId());
    }

    private void assertEchoAnswers() {
        try (Abi vm = new Abi(platform, 1)) {
            vm.direct(ECHO, 5);
            assertThat(vm.registers().x3).isEqualTo(5);
        }
    }

    @Test
    void swapToAProviderThatRequiresWhatNobodyOffersIsRefused() throws Exception {
        Bundle before = serving(Roles.INTERFACE_DIRECT_MESSAGING);
        Copies copies = Copies.of(before);
        String url = copies.url(folder, copies.next(Map.of("Require-Capability", NEEDS.formatted("hardware/gic"))));
        assertThatThrownBy(() -> platform.swap(Roles.INTERFACE_DIRECT_MESSAGING, url, false))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("everything is as before")
                .hasMessageContaining("requires hardware/gic");
        assertThat(serving(Roles.INTERFACE_DIRECT_MESSAGING)).isEqualTo(before);
        assertEchoAnswers();
    }

    @Test
    void providerWaitsForWhatItRequiresAndKeepsItWhenThatHasCome() throws Exception {
        Bundle bundle = serving(Roles.INTERFACE_DIRECT_MESSAGING);
        Copies copies = Copies.of(bundle);
        Bundle smc = serving(Roles.CONDUIT_SMC);
        Copies conduits = Copies.of(smc);
        String variant = "(&(org.partita.role=conduit/SMC)(variant=second))";
        bundle.update(stream(copies.next(
                Map.of("Require-Capability", "org.partita.role;filter:=\"" + variant + "\";effective:=assemble"))));
        RoleStatus waiting = status(Roles.INTERFACE_DIRECT_MESSAGING);
        assertThat(waiting.state()).isEqualTo("vacant");
        assertThat(waiting.reason()).contains("requires " + variant + ", which no serving provider offers");

        byte[] second = conduits.next(Map.of(
                "Provide-Capability",
                "org.partita.role;org.partita.role=\"conduit/SMC\";variant=second;effective:=assemble"));
        smc.update(stream(second));
        assertThat(serving(Roles.INTERFACE_DIRECT_MESSAGING)).isEqualTo(bundle);
        assertEchoAnswers();

        String without = conduits.url(folder, conduits.next());
        assertThatThrownBy(() -> platform.swap(Roles.CONDUIT_SMC, without, false))
                .isInstanceOf(PartitaException.class)
                .hasMessageContaining("org.partita.interfaces.directmessaging")
                .hasMessageContaining("requires " + variant)
                .hasMessageContaining("does not offer");
        assertThat(serving(Roles.CONDUIT_SMC)).isEqualTo(smc);
        assertEchoAnswers();

        smc.update(stream(conduits.next()));
        assertThat(status(Roles.CONDUIT_SMC).state()).isEqualTo("vacant");
        assertThat(status(Roles.CONDUIT_SMC).reason()).contains("requires " + variant, "does not offer");
        smc.update(stream(second));
        assertEchoAnswers();

        bundle.update(stream(copies.next()));
        smc.update(stream(conduits.next()));
        assertEchoAnswers();
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
