package org.partita.it.sabotage;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.call.ReadySet;
import org.partita.api.ffa.AddressKind;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.ffa.Status;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestOptions;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.PartitionManifest;
import org.partita.api.manifest.PlatformManifest;
import org.partita.api.memory.MemoryRange;
import org.partita.api.memory.MemoryState;
import org.partita.api.memory.PageStore;
import org.partita.api.memory.PhysicalMemory;
import org.partita.api.provider.Attachment;
import org.partita.api.provider.InstanceProvider;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Manager;
import org.partita.api.provider.ManagerBoot;
import org.partita.api.provider.ManifestReader;
import org.partita.api.provider.PrimaryScheduler;

/** Providers that do as the real ones do, but for one thing. */
final class Wrong {
    private Wrong() {}

    /** Refusals carry another status, with the right rule. */
    static Function<Call, Outcome> code(InterfaceProvider real, Status right, Status wrong) {
        return call -> {
            Outcome outcome = real.handle(call);
            boolean error = call.registers.function() == FunctionId.FFA_ERROR.id32();
            if (error && call.registers.w(2) == right.code()) {
                call.registers.x2 = Integer.toUnsignedLong(wrong.code());
            }
            return outcome;
        };
    }

    /** Whatever this function is refused for, it succeeds. */
    static Function<Call, Outcome> success(InterfaceProvider real, FunctionId function) {
        return call -> {
            boolean meant = call.functionIndex() == function.index();
            Outcome outcome = real.handle(call);
            return meant && outcome == Outcome.COMPLETE ? call.succeed() : outcome;
        };
    }

    record Instance(InstanceProvider real, Function<Call, Outcome> admission) implements InstanceProvider {
        @Override
        public Outcome admit(Call call) {
            return admission.apply(call);
        }

        @Override
        public AddressKind addressKind(Call call) {
            return real.addressKind(call);
        }
    }

    record Managing(Manager real, Function<Call, Outcome> receipt, Function<Call, Outcome> forwarding)
            implements Manager {
        @Override
        public Outcome receive(Call call) {
            return receipt.apply(call);
        }

        @Override
        public Outcome forward(Call call) {
            return forwarding.apply(call);
        }

        @Override
        public boolean bootCall(int step, Registers registers, ManagerBoot boot) {
            return real.bootCall(step, registers, boot);
        }
    }

    record Answering(InterfaceProvider real, Function<Call, Outcome> answer) implements InterfaceProvider {
        @Override
        public Set<FunctionId> functions() {
            return real.functions();
        }

        @Override
        public Outcome handle(Call call) {
            return answer.apply(call);
        }

        @Override
        public Outcome resume(Call call, int then) {
            return real.resume(call, then);
        }

        @Override
        public Outcome aborted(Call call) {
            return real.aborted(call);
        }

        @Override
        public void abandoned(Call call, int then) {
            real.abandoned(call, then);
        }

        @Override
        public long featureProperties(FunctionId function) {
            return real.featureProperties(function);
        }
    }

    /** What a method of a provider does instead; null of a method that returns nothing. */
    interface Instead {
        @Nullable
        Object of(Object[] arguments);
    }

    /** The provider, but for one method. */
    static <P> P but(Class<P> contract, P real, String method, Instead instead) {
        return contract.cast(Proxy.newProxyInstance(
                contract.getClassLoader(), new Class<?>[] {contract}, (self, m, args) -> {
                    if (m.getName().equals(method)) {
                        return instead.of(args);
                    }
                    try {
                        return m.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Runs nobody, as part of the Hypervisor. */
    static final class Starving implements PrimaryScheduler {
        @Override
        public Location location() {
            return Location.HYPERVISOR;
        }

        @Override
        public int next(ReadySet ready, int pe) {
            return NOBODY;
        }
    }

    record Reading(ManifestReader real, UnaryOperator<PartitionManifest> change) implements ManifestReader {
        @Override
        public boolean accepts(ManifestSource source) {
            return real.accepts(source);
        }

        @Override
        public PlatformManifest read(ManifestSource source, ManifestOptions options) throws ManifestException {
            PlatformManifest manifest = real.read(source, options);
            return manifest instanceof PartitionManifest p ? change.apply(p) : manifest;
        }
    }

    /** All addresses name the same page. */
    static final class OnePage implements PhysicalMemory {
        private final List<MemoryRange> ranges;
        private volatile PageStore pages;
        private volatile MemoryState state;

        OnePage(PhysicalMemory real) {
            ranges = real.ranges();
        }

        @Override
        public void attach(Attachment attachment) {
            pages = attachment.pages();
        }

        @Override
        public List<MemoryRange> ranges() {
            return ranges;
        }

        @Override
        public MemorySegment page(long address, boolean secureAccess) {
            return pages.page(-1);
        }

        @Override
        public MemoryState exportState() {
            return state;
        }

        @Override
        public Class<MemoryState> stateType() {
            return MemoryState.class;
        }

        @Override
        public void importState(MemoryState from) {
            state = from;
        }
    }
}
