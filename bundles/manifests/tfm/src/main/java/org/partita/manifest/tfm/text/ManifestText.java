package org.partita.manifest.tfm.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.partita.api.manifest.ManifestException;
import org.partita.api.manifest.ManifestSource;
import org.partita.api.manifest.Position;
import org.partita.api.manifest.Problem;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Reads the text of one file. What is wrong in its form ends its reading. */
public final class ManifestText {
    /** The rule of all problems of form. */
    public static final String RULE = "TF-M manifest, form";

    private ManifestText() {}

    /**
     * The tree of a file.
     *
     * @throws ManifestException with the one problem that ended reading
     */
    public static Node.Mapping read(ManifestSource source) throws ManifestException {
        String file = source.name();
        byte[] content = source.content();
        if (content.length > Limits.MAX_FILE) {
            throw fault(
                    file,
                    0,
                    "the file has " + content.length + " bytes; a manifest has " + Limits.MAX_FILE
                            + " at most: divide it");
        }
        String text = decode(file, content);
        try {
            return tree(file, Comments.blank(text));
        } catch (Comments.UnclosedComment e) {
            throw fault(file, lineOf(text, e.at()), "the comment that begins here has no end; add */");
        }
    }

    private static Node.Mapping tree(String file, String text) throws ManifestException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Limits.MAX_FILE)
                .setBufferSize(text.length() + 1) // a smaller one is copied again and again for a long line
                .build();
        TreeBuilder builder = new TreeBuilder(file);
        Iterator<Event> events = new Parse(settings).parseString(text).iterator();
        int line = 0;
        for (Event event = next(file, text, events, line); event != null; event = next(file, text, events, line)) {
            line = event.getEndMark().map(mark -> mark.getLine() + 1).orElse(line);
            builder.take(event);
        }
        return builder.root();
    }

    /** @param reached the line up to which the text was well-formed */
    private static @Nullable Event next(String file, String text, Iterator<Event> events, int reached)
            throws ManifestException {
        try {
            return events.hasNext() ? events.next() : null;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw fault(file, line, "no YAML or JSON: " + words(e) + "; look at quotes, brackets and commas around");
        } catch (ReaderException e) {
            int line = lineOf(text, text.offsetByCodePoints(0, Math.min(e.getPosition(), codePoints(text))));
            throw fault(
                    file,
                    line,
                    "character U+%04X does not belong into a manifest; take it out".formatted(e.getCodePoint()));
        } catch (YamlVersionException e) {
            int line = lineOf(text, Math.max(0, text.indexOf("%YAML")));
            throw fault(file, line, "the text is of a version of YAML that is not known; leave the line out");
        } catch (YamlEngineException e) {
            throw fault(file, 0, "no YAML or JSON: " + Node.Scalar.shorten(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // a text that ends within an escape sequence, for example: the parser does not look for that
            throw fault(
                    file,
                    reached,
                    "no YAML or JSON from this line on (" + Node.Scalar.shorten(String.valueOf(e.getMessage()))
                            + "); look at quotes and escape sequences");
        }
    }

    private static String words(MarkedYamlEngineException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return context + e.getProblem();
    }

    private static String decode(String file, byte[] content) throws ManifestException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < bytes.position(); i++) {
                line += content[i] == '\n' ? 1 : 0;
            }
            throw fault(file, line, "found bytes that are no UTF-8; save the file as UTF-8");
        }
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }

    private static int lineOf(String text, int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }

    static ManifestException fault(String file, int line, String message) {
        return new ManifestException(List.of(new Problem(new Position(file, line, "/", ""), RULE, message, true)));
    }
}
