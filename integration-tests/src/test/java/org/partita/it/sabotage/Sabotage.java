package org.partita.it.sabotage;

import static org.partita.api.ffa.FunctionId.FFA_MSG_SEND_DIRECT_REQ;
import static org.partita.api.ffa.FunctionId.FFA_MSG_WAIT;
import static org.partita.api.ffa.FunctionId.FFA_RX_RELEASE;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.Rule;
import org.partita.api.ffa.Status;
import org.partita.api.manifest.Messaging;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.provider.ConduitProvider;
import org.partita.api.provider.InstanceProvider;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Manager;
import org.partita.api.provider.ManifestReader;
import org.partita.api.provider.Provider;
import org.partita.api.provider.Roles;

/**
 * A wrong provider and the test that must turn red because of it.
 *
 * @param role the role that the wrong provider fills
 * @param what what is wrong
 * @param contract the provider's service
 * @param wrong makes the wrong provider of the real one
 * @param check the test, as {@link Checks#run} wants it
 */
record Sabotage<P extends Provider>(String role, String what, Class<P> contract, UnaryOperator<P> wrong, String check) {
    private static final Rule OF_NOBODY =
            new Rule("PARTITA-sabotage", Status.BUSY, "sabotage", "w0", "meant by the test");

    /** For each component at least one. */
    static final List<Sabotage<?>> ALL = List.of(
            conduit(
                    Roles.CONDUIT_SMC,
                    "loses the upper halves of 64-bit calls",
                    real -> call -> {
                        call.registers.truncate();
                        return real.cross(call);
                    },
                    "DirectRequestIT.allBitsOf64BitPayloadsArrive"),
            conduit(
                    Roles.CONDUIT_HVC,
                    "answers SUCCESS",
                    real -> call -> call.succeed(),
                    "ConduitIT.hvcReachesTheHypervisorLikeSmc"),
            conduit(
                    Roles.CONDUIT_ERET,
                    "loses a register",
                    real -> call -> {
                        call.registers.x5 = 0;
                        return real.cross(call);
                    },
                    "DirectMessageIT.vmSendsADirectRequestToAnSpAndGetsItsResponse"),
            instance(
                    Roles.INSTANCE_NONSECURE_VIRTUAL,
                    "skips its check",
                    real -> new Wrong.Instance(real, call -> Outcome.PROCEED),
                    "ConduitIT.hvcReachesTheHypervisorLikeSmc"),
            instance(
                    Roles.INSTANCE_SECURE_VIRTUAL,
                    "skips its check",
                    real -> new Wrong.Instance(real, call -> Outcome.PROCEED),
                    "ReceiverFailuresIT.aWrongAnswerIsRefusedAndTheRequesterStillGetsTheRightOne"),
            instance(
                    Roles.INSTANCE_NONSECURE_PHYSICAL,
                    "answers SUCCESS",
                    real -> new Wrong.Instance(real, call -> call.succeed()),
                    "DirectMessageIT.vmSendsADirectRequestToAnSpAndGetsItsResponse"),
            instance(
                    Roles.INSTANCE_SECURE_PHYSICAL,
                    "answers with a wrong code",
                    real -> new Wrong.Instance(real, call -> call.refuse(OF_NOBODY)),
                    "DirectMessageIT.vmSendsADirectRequestToAnSpAndGetsItsResponse"),
            manager(
                    Roles.MANAGER_HYPERVISOR,
                    "answers SUCCESS",
                    real -> new Wrong.Managing(real, call -> call.succeed(), real::forward),
                    "IdGetIT.eachEndpointGetsItsOwnId"),
            manager(
                    Roles.MANAGER_SPMD,
                    "answers messages with SUCCESS",
                    real -> new Wrong.Managing(
                            real,
                            call -> call.functionIndex() == FFA_MSG_SEND_DIRECT_REQ.index()
                                    ? call.succeed()
                                    : real.receive(call),
                            real::forward),
                    "DirectMessageIT.vmSendsADirectRequestToAnSpAndGetsItsResponse"),
            manager(
                    Roles.MANAGER_SPMC,
                    "answers with a wrong code what it has to forward",
                    real -> new Wrong.Managing(real, real::receive, call -> call.refuse(OF_NOBODY)),
                    "DirectConfigurationsIT.anInjectedCallOfAnSpReachesAVmAndLeavesThePeAsItWas"),
            answers(
                    Roles.INTERFACE_SETUP,
                    "answers SUCCESS to who does not own RX",
                    real -> new Wrong.Answering(real, Wrong.success(real, FFA_RX_RELEASE)),
                    "RxReleaseIT.whoDoesNotOwnTheBufferCantReleaseIt"),
            answers(
                    Roles.INTERFACE_SETUP,
                    "answers with a wrong code",
                    real -> new Wrong.Answering(real, Wrong.code(real, Status.INVALID_PARAMETERS, Status.DENIED)),
                    "RxTxUnmapIT.aWrongIdIsInvalidAndAllPairsStay"),
            answers(
                    Roles.INTERFACE_CYCLES,
                    "does not give RX back when a context waits",
                    real -> new Wrong.Answering(
                            real,
                            call -> call.functionIndex() == FFA_MSG_WAIT.index() ? Outcome.WAIT : real.handle(call)),
                    "RxReleaseIT.waitingReleasesTheBufferToo"),
            answers(
                    Roles.INTERFACE_DIRECT_MESSAGING,
                    "skips the check of the reserved register",
                    real -> new Wrong.Answering(real, call -> {
                        call.registers.x2 = 0;
                        return real.handle(call);
                    }),
                    "DirectRequestIT.check3ReservedRegisterHasToBeZeroBeforeTheReceiverIsAsked"),
            answers(
                    Roles.INTERFACE_DIRECT_MESSAGING,
                    "answers with a wrong code",
                    real -> new Wrong.Answering(real, Wrong.code(real, Status.BUSY, Status.DENIED)),
                    "DirectRequestIT.check5AUpReceiverThatRunsOnAnotherPeIsBusy"),
            new Sabotage<>(
                    Roles.HARDWARE_MEMORY,
                    "has the same page at all addresses",
                    PhysicalMemory.class,
                    Wrong.OnePage::new,
                    "RxTxMapIT.resultsAreWrittenToThePageThatW2Names"),
            new Sabotage<>(
                    Roles.MANIFEST_DEVICETREE,
                    "skips who may send",
                    ManifestReader.class,
                    real -> new Wrong.Reading(real, Sabotage::sending),
                    "DirectRequestIT.check1WhoMayNotSendIsNotSupportedWhateverElseIsWrong"));

    private static Sabotage<?> conduit(String role, String what, UnaryOperator<ConduitProvider> wrong, String check) {
        return new Sabotage<>(role, what, ConduitProvider.class, wrong, check);
    }

    private static Sabotage<?> instance(String role, String what, UnaryOperator<InstanceProvider> wrong, String check) {
        return new Sabotage<>(role, what, InstanceProvider.class, wrong, check);
    }

    private static Sabotage<?> manager(String role, String what, UnaryOperator<Manager> wrong, String check) {
        return new Sabotage<>(role, what, Manager.class, wrong, check);
    }

    private static Sabotage<?> answers(String role, String what, UnaryOperator<InterfaceProvider> wrong, String check) {
        return new Sabotage<>(role, what, InterfaceProvider.class, wrong, check);
    }

    /** The manifest, with direct messages both ways. */
    private static PartitionManifest sending(PartitionManifest manifest) {
        RecordComponent[] components = PartitionManifest.class.getRecordComponents();
        List<Object> values = new ArrayList<>();
        try {
            for (RecordComponent c : components) {
                boolean messaging = c.getName().equals("messaging");
                values.add(
                        messaging
                                ? new Messaging(true, true, false, false)
                                : c.getAccessor().invoke(manifest));
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
            return PartitionManifest.class.getConstructor(types).newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return role + " " + what;
    }
}
