package org.partita.it.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.partita.api.admin.Platform;
import org.partita.api.call.Call;
import org.partita.api.call.ManagerKind;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Status;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Roles;
import org.partita.it.ffa.Abi;
import org.partita.it.platform.Running;
import org.partita.it.platform.SchedulingPlatform;
import org.partita.testkit.paxexam.Inject;
import org.partita.testkit.paxexam.PlatformTest;

/** In deterministic mode core looks at the platform before every step: a provider that breaks an invariant does not go unnoticed. */
@PlatformTest(value = SchedulingPlatform.class, fresh = true)
class InvariantsIT {
    private static final int YIELD = FunctionId.FFA_YIELD.id32();

    @Inject
    BundleContext framework;

    @Test
    void aProviderThatKeepsABufferIsAProblemOfThePlatformWithItsStep() throws Exception {
        Platform platform = new Running(framework)
                .restarted(Map.of("mode", "deterministic", "seed", 1L, "choose", new String[] {
                    "scheduler=" + SchedulingPlatform.HYPERVISOR
                }));
        ServiceReference<InterfaceProvider> real = framework
                .getServiceReferences(
                        InterfaceProvider.class, "(" + Roles.PROPERTY + "=" + Roles.INTERFACE_INDIRECT_MESSAGING + ")")
                .iterator()
                .next();
        InterfaceProvider right = framework.getService(real);
        Map<String, Object> properties =
                Map.of(Roles.PROPERTY, Roles.INTERFACE_INDIRECT_MESSAGING, Constants.SERVICE_RANKING, 1000);
        ServiceRegistration<InterfaceProvider> wrong = framework.registerService(
                InterfaceProvider.class,
                new Wrong.Answering(right, call -> {
                    keepTx(call);
                    return right.handle(call);
                }),
                FrameworkUtil.asDictionary(properties));
        try (Abi vm = new Abi(platform, 1)) {
            vm.raw(YIELD);
            assertThat(platform.status().problems()).as("before").isEmpty();
            vm.raw(FunctionId.FFA_MSG_SEND.id32(), Abi.ids(1, 2), 0, 8).failed(Status.BUSY);
            vm.raw(YIELD);
            assertThat(platform.status().problems())
                    .singleElement()
                    .asString()
                    .matches("an invariant is broken at step \\d+, virtual time \\d+ ns: the RX/TX pair of 1 with the"
                            + " Hypervisor has a TX buffer that is taken, and nobody reads it; the same seed and events show"
                            + " it again");
        } finally {
            wrong.unregister();
            framework.ungetService(real);
        }
    }

    private static void keepTx(Call call) {
        if (call.functionIndex() == FunctionId.FFA_MSG_SEND.index()) {
            call.state().pair(ManagerKind.HYPERVISOR, 1).takeTx();
        }
    }
}
