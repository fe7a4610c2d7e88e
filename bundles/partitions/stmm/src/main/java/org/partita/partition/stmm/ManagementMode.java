package org.partita.partition.stmm;

import java.lang.foreign.MemorySegment;
import java.util.function.ObjIntConsumer;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;
import org.partita.api.partition.Ffa;
import org.partita.api.partition.Interrupts;
import org.partita.api.partition.PartitionContext;

/**
 * The program of an STMM SP: one request or interrupt at a time, to its end (FF-A 12.1.1.1). It is not reentrant, so interrupts are
 * masked: those that come while it serves a request are served before that is answered.
 */
final class ManagementMode {
    private static final int BUFFER = 1;
    private static final int COMMUNICATE = 2;
    private static final int RELEASE = 3;

    /** Bytes of the memory region "variables". */
    private static final int STORE = 4 * 4096;

    private final PartitionContext context;
    private final Ffa ffa;
    private final CommunicationBuffer buffer;
    private final long variables;
    private final ObjIntConsumer<VariableStore> interruptService;

    /**
     * @param image address of its image; its other regions follow that as the manifests have them
     * @param interruptService what it does for an interrupt
     */
    ManagementMode(PartitionContext context, long image, ObjIntConsumer<VariableStore> interruptService) {
        this.context = context;
        this.ffa = new Ffa(context);
        this.buffer = new CommunicationBuffer(context, ffa, image + 0x1_0000, image + 0x1_1000);
        this.variables = image + 0x1_2000;
        this.interruptService = interruptService;
    }

    void run() {
        ffa.version();
        context.interrupts().mask(true);
        FunctionId completion = ffa.msgWait();
        for (; ; ) {
            if (completion == FunctionId.FFA_MSG_SEND_DIRECT_REQ) {
                MmStatus status = request(context.registers());
                interrupts();
                completion = ffa.respond(status.code(), status == MmStatus.SUCCESS ? buffer.size() : 0, 0, 0, 0);
            } else {
                interrupts();
                completion = ffa.msgWait();
            }
        }
    }

    private MmStatus request(Registers r) {
        long operation = r.x3;
        long x4 = r.x4;
        long x5 = r.x5;
        if (operation == BUFFER) {
            return buffer.retrieve(ffa.sender(), x4);
        }
        if (operation != COMMUNICATE && operation != RELEASE) {
            return MmStatus.NOT_SUPPORTED;
        }
        if (!buffer.of(ffa.sender())) {
            return MmStatus.DENIED;
        }
        if (operation == COMMUNICATE) {
            return buffer.has(x4, x5) ? communicate(x4, (int) x5) : MmStatus.INVALID_PARAMETERS;
        }
        buffer.relinquish();
        return MmStatus.SUCCESS;
    }

    private MmStatus communicate(long offset, int count) {
        Message message = new Message(buffer.read(offset, count));
        MmStatus status = message.status();
        EfiStatus result = EfiStatus.BAD_BUFFER_SIZE;
        if (status == MmStatus.SUCCESS) {
            VariableStore store = load();
            result = new VariableService(store).serve(message);
            if (result == EfiStatus.SUCCESS && message.function() == VariableService.SET_VARIABLE) {
                save(store);
            }
        }
        byte[] answer = message.answer(result);
        if (answer.length > 0) {
            buffer.write(offset, answer);
        }
        return status;
    }

    private void interrupts() {
        Interrupts pending = context.interrupts();
        for (int id = pending.acknowledge(); id != Interrupts.SPURIOUS; id = pending.acknowledge()) {
            VariableStore store = load();
            interruptService.accept(store, id);
            save(store);
            pending.end(id);
        }
    }

    private VariableStore load() {
        byte[] image = new byte[STORE];
        context.memory().read(variables, MemorySegment.ofArray(image));
        return new VariableStore(image);
    }

    private void save(VariableStore store) {
        context.memory().write(variables, MemorySegment.ofArray(store.image()));
    }
}
