package org.partita.admin.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.decode.CallDecoder;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Arguments;
import org.partita.admin.shell.text.CommandException;
import org.partita.admin.shell.view.CallView;
import org.partita.admin.shell.view.PartitionInfoView;
import org.partita.api.admin.Platform;
import org.partita.api.ffa.EndpointId;
import org.partita.api.ffa.FunctionId;
import org.partita.api.ffa.PartitionInfo;
import org.partita.api.ffa.Status;
import org.partita.api.ffa.UuidRegisters;

/**
 * FFA_PARTITION_INFO_GET with its second half: the descriptors are read from the caller's RX buffer (FF-A 8.6), which
 * is then released, because a full RX buffer takes no further message.
 */
final class Discovery {
    private static final UUID ALL = new UUID(0, 0);
    private static final int HIGHEST_COUNT = 0x10000;

    private Discovery() {}

    static Answer info(Platform platform, Arguments arguments) {
        UUID uuid = arguments.count() > 1 ? uuid(arguments.at(1)) : ALL;
        List<Long> words = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            words.add(Integer.toUnsignedLong(UuidRegisters.word(uuid, n)));
        }
        CallView made = Calls.make(platform, arguments, FunctionId.FFA_PARTITION_INFO_GET.id32(), words);
        if (made.succeeded()) {
            return found(platform, arguments, made);
        }
        String wayOut = made.result().waiting() ? null : wayOut(made);
        return made.answer(
                wayOut == null ? List.of() : List.of(wayOut),
                made.json().objects("partitions", List.of(), PartitionInfoView::json));
    }

    private static UUID uuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            if (text.length() == 36) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // the message below says more than the parser's
        }
        throw new CommandException(
                "UUID \"" + text + "\" has not the form b4b5671e-4a90-4fe1-b81f-fb13dae1dacb; leave it out for all");
    }

    private static Answer found(Platform platform, Arguments arguments, CallView made) {
        int id = made.request().id();
        List<PartitionInfo> descriptors;
        CallView released;
        try {
            descriptors = PartitionInfoView.decode(
                    platform.readRx(id, length(made.completion().w(2))));
        } finally {
            released = Calls.make(platform, arguments, FunctionId.FFA_RX_RELEASE.id32(), List.of());
        }
        List<String> more = new ArrayList<>(List.of(PartitionInfoView.text(descriptors)));
        if (!released.succeeded()) {
            more.add("FFA_RX_RELEASE afterwards: " + CallDecoder.read(released.call(), released.completion()));
        }
        return made.answer(more, made.json().objects("partitions", descriptors, PartitionInfoView::json));
    }

    /** Bytes of that many descriptors, checked because the number came from outside. */
    private static int length(int count) {
        if (count < 0 || count > HIGHEST_COUNT) {
            throw new CommandException(Integer.toUnsignedString(count)
                    + " descriptors are more than there are partition IDs (FF-A 2.8): the completion is wrong");
        }
        return count * PartitionInfo.SIZE;
    }

    /** What to do about a status that the caller can do something about. */
    private static @Nullable String wayOut(CallView made) {
        Status status = made.completion().function() == FunctionId.FFA_ERROR
                ? Status.of(made.completion().w(2))
                : null;
        String id = EndpointId.format(made.request().id());
        if (status == Status.DENIED) {
            return "way out: the endpoint needs RX/TX buffers first, ffa:call " + id
                    + " FFA_RXTX_MAP TX RX PAGES with addresses of its own memory (spm:partition " + id + ")";
        }
        if (status == Status.BUSY) {
            return "way out: give the RX buffer back first, ffa:call " + id + " FFA_RX_RELEASE";
        }
        return null;
    }
}
