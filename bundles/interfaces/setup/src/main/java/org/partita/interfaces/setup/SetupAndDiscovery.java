package org.partita.interfaces.setup;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.partita.api.call.Call;
import org.partita.api.call.Outcome;
import org.partita.api.ffa.FunctionId;
import org.partita.api.provider.FillsRole;
import org.partita.api.provider.InterfaceProvider;
import org.partita.api.provider.Roles;
import org.partita.lib.relayer.Caller;

/** The setup and discovery interfaces (FF-A chapter 8) for every manager. */
@Component(immediate = true, service = InterfaceProvider.class)
@FillsRole(role = Roles.INTERFACE_SETUP)
public final class SetupAndDiscovery implements InterfaceProvider {
    /** A changed ranking is a swap that core makes; the provider goes on as it is. */
    @Modified
    void modified() {}

    @Override
    public Set<FunctionId> functions() {
        return Set.of(
                FunctionId.FFA_VERSION,
                FunctionId.FFA_FEATURES,
                FunctionId.FFA_RX_RELEASE,
                FunctionId.FFA_RXTX_MAP,
                FunctionId.FFA_RXTX_UNMAP,
                FunctionId.FFA_PARTITION_INFO_GET,
                FunctionId.FFA_ID_GET);
    }

    @Override
    public Outcome handle(Call call) {
        return switch (function(call)) {
            case FFA_VERSION -> Version.answer(call);
            case FFA_FEATURES -> Features.answer(call);
            case FFA_RX_RELEASE -> RxRelease.answer(call);
            case FFA_RXTX_MAP -> RxTxMap.answer(call);
            case FFA_RXTX_UNMAP -> RxTxUnmap.answer(call);
            case FFA_PARTITION_INFO_GET -> PartitionInfoGet.answer(call);
            case FFA_ID_GET -> IdGet.answer(call);
            default -> throw notServed(call);
        };
    }

    @Override
    public Outcome resume(Call call, int then) {
        return switch (then) {
            case Continuations.BUFFERS_MAPPED -> ForwardedMap.resume(call);
            case Continuations.BUFFERS_UNMAPPED -> RxTxUnmap.resume(call);
            case Continuations.SPS_LISTED -> PartitionInfoMerge.listed(call);
            case Continuations.RX_RELEASED -> PartitionInfoMerge.released(call);
            default -> throw new IllegalStateException("continuation " + then);
        };
    }

    @Override
    public void abandoned(Call call, int then) {
        switch (then) {
            case Continuations.BUFFERS_MAPPED -> ForwardedMap.abandoned(call);
            case Continuations.BUFFERS_UNMAPPED -> RxTxUnmap.abandoned(call);
            case Continuations.SPS_LISTED -> PartitionInfoMerge.abandoned(call, Caller.succeeded(call));
            case Continuations.RX_RELEASED -> PartitionInfoMerge.abandoned(call, !Caller.succeeded(call));
            default -> throw new IllegalStateException("continuation " + then);
        }
    }

    private static FunctionId function(Call call) {
        FunctionId function = FunctionId.of(call.registers.function());
        if (function == null) {
            throw notServed(call);
        }
        return function;
    }

    private static IllegalStateException notServed(Call call) {
        return new IllegalStateException("no setup function: " + call.registers);
    }
}
