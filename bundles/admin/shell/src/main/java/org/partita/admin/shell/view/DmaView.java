package org.partita.admin.shell.view;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.admin.shell.text.Numbers;
import org.partita.api.admin.DmaResult;
import org.partita.api.smmu.SmmuEvent;
import org.partita.api.smmu.StreamId;

/** What became of a device's access. */
public final class DmaView {
    private DmaView() {}

    public static Answer of(StreamId stream, boolean write, long address, DmaResult result) {
        int done = result.bytes().length;
        String how = write
                ? done + " bytes written at " + Numbers.hex(address)
                : BytesView.of(address, result.bytes()).text().stripTrailing();
        @Nullable SmmuEvent event = result.event();
        StringBuilder text = new StringBuilder(stream + "\n");
        text.append(done == 0 && !result.completed() ? "" : how + "\n");
        if (event != null) {
            text.append("aborted at ")
                    .append(Numbers.hex(event.address()))
                    .append(": ")
                    .append(event.type())
                    .append(", ")
                    .append(event.type().meaning());
            text.append(
                    event.number() < 0 ? "; the event queue is full, the event is lost" : "; event " + event.number());
        } else if (!result.abort().isEmpty()) {
            text.append("aborted by memory: ").append(result.abort());
        }
        Json json = new Json()
                .put("smmu", stream.smmu())
                .put("stream", Integer.toUnsignedLong(stream.number()))
                .put("secure", stream.secure())
                .hex("address", address)
                .put("completed", result.completed())
                .put("bytes", HexFormat.of().formatHex(result.bytes()))
                .put("event", event == null ? null : SmmuView.json(event))
                .put("abort", result.abort().isEmpty() ? null : result.abort());
        return new Answer(text.toString(), json);
    }
}
