package org.partita.admin.shell.view;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.partita.admin.shell.text.Answer;
import org.partita.admin.shell.text.Json;
import org.partita.api.admin.PsaSession;
import org.partita.api.ffm.PsaStatus;
import org.partita.api.ffm.partition.Outputs;

/**
 * What came of a call of the PSA API: the status, then the output vectors, then the reason if a rule refused it.
 *
 * @param status that the client has got
 * @param outputs the output vectors, and how far they were written
 * @param reason why a rule refused it, or null; its output vectors then hold nothing
 * @param ended whether the partition that made the call has ended because of it
 */
public record PsaResult(
        int status, Outputs outputs, @Nullable PsaReason reason, boolean ended) {
    /** Of a client's last call. */
    public static PsaResult of(PsaSession session, int status, Outputs outputs) {
        return new PsaResult(status, outputs, PsaReason.of(session), session.ended());
    }

    /** With more lines than every call has. */
    public Answer answer(List<String> more, Json document) {
        List<String> lines = new ArrayList<>(List.of(PsaStatus.format(status)));
        written().forEach(n -> lines.addAll(lines(n)));
        PsaReason why = reason;
        if (why != null) {
            lines.add(why.line());
        }
        lines.addAll(more);
        return new Answer(String.join("\n", lines), document);
    }

    /** Adds status and reason. */
    public Json json(Json document) {
        status(document);
        return end(document);
    }

    /** Adds status, output vectors and reason. */
    public Json jsonOfCall(Json document) {
        status(document);
        document.objects("outputs", written(), this::vector);
        return end(document);
    }

    /** The same keys for a call other than psa_call that has no result yet. */
    public static Json noJson(Json document) {
        return noEnd(noStatus(document));
    }

    /** The same keys for a psa_call that has no result yet. */
    public static Json noJsonOfCall(Json document) {
        return noEnd(noStatus(document).texts("outputs", List.of()));
    }

    private static Json noStatus(Json document) {
        return document.put("status", (String) null).put("statusName", (String) null);
    }

    /** What the document of every call ends with, if there is no result yet. */
    public static Json noEnd(Json document) {
        return end(document, null, false, true);
    }

    private Json end(Json document) {
        return end(document, reason, ended);
    }

    /** What the document of every call ends with. */
    public static Json end(Json document, @Nullable PsaReason why, boolean partitionEnded) {
        return end(document, why, partitionEnded, false);
    }

    private static Json end(Json document, @Nullable PsaReason why, boolean partitionEnded, boolean waiting) {
        return document.put("reason", why == null ? null : why.json())
                .put("ended", partitionEnded)
                .put("waiting", waiting);
    }

    private void status(Json document) {
        PsaStatus named = PsaStatus.of(status);
        document.put("status", status).put("statusName", named == null ? null : named.name());
    }

    private List<Integer> written() {
        return IntStream.range(0, reason == null ? outputs.count() : 0).boxed().toList();
    }

    private List<String> lines(int vector) {
        byte[] bytes = outputs.bytes(vector);
        List<String> lines = new ArrayList<>();
        lines.add("out " + vector + ": " + bytes.length + " of " + outputs.buffer(vector).length + " bytes");
        lines.addAll(BytesView.of(0, bytes).text().lines().toList());
        return lines;
    }

    private Json vector(int vector) {
        byte[] bytes = outputs.bytes(vector);
        return new Json()
                .put("size", outputs.buffer(vector).length)
                .put("length", bytes.length)
                .put("bytes", HexFormat.of().formatHex(bytes));
    }
}
