package org.partita.admin.shell;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.text.Numbers;
import org.partita.admin.shell.view.CallView;
import org.partita.api.admin.CallRequest;
import org.partita.api.admin.CallResult;
import org.partita.api.admin.Client;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.Registers;

/** Indirect messages, and cycles for who is to process them. */
final class Messages {
    private static final int HIGHEST_VCPU = 0xFFFF;

    private Messages() {}

    static Answer send(Platform platform, Arguments arguments) {
        int from = Endpoints.id(platform, arguments.at(0));
        int to = Endpoints.id(platform, arguments.at(1));
        byte[] text = String.join(" ", arguments.from(2)).getBytes(StandardCharsets.UTF_8);
        long flags = arguments.has(FfaCommands.NOTIFY) ? 1 : 0;
        try (Client client = platform.client(from, 0)) {
            if (client.tx() == 0) {
                throw new CommandException("partition " + EndpointId.format(from) + " has no RX/TX buffers, which"
                        + " indirect messages go through: ffa:call " + EndpointId.format(from)
                        + " FFA_RXTX_MAP TX RX PAGES first");
            }
            client.memory().write(client.tx(), MemorySegment.ofArray(text));
            Registers r = client.registers();
            long ids = Integer.toUnsignedLong(from << 16 | to);
            List<Long> asked =
                    List.of(Integer.toUnsignedLong(FunctionId.FFA_MSG_SEND.id32()), ids, 0L, (long) text.length, flags);
            r.set(FunctionId.FFA_MSG_SEND.id32(), ids, 0, text.length, flags, 0, 0, 0);
            client.call();
            CallResult result = new CallResult(
                    client.waiting(),
                    List.of(r.x0, r.x1, r.x2, r.x3, r.x4, r.x5, r.x6, r.x7),
                    client.rule(),
                    client.found(),
                    client.offset());
            return new CallView(new CallRequest(from, 0, asked, null, Duration.ZERO), result).answer();
        }
    }

    static Answer run(Platform platform, Arguments arguments) {
        String[] target = arguments.at(1).split(":", 2);
        int to = Endpoints.id(platform, target[0]);
        int vcpu = target.length < 2
                ? 0
                : Numbers.upTo("VCPU", target[1], HIGHEST_VCPU, "an execution context ID has 16 bits (FF-A 2.9)");
        long ids = Integer.toUnsignedLong(to << 16 | vcpu);
        return Calls.make(platform, arguments, FunctionId.FFA_RUN.id32(), List.of(ids))
                .answer();
    }
}
