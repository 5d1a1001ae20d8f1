package dev.eventferry.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.eventferry.files.FileItems.Form;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.settings.FileSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file: its encoding is decided over the beginning or, where that is ASCII, over the first of what is not.
 *
 * @param form what the text is
 * @param beginning its first characters, without a byte order mark
 */
record TextFile(Form form, Encoding encoding, String beginning, InputStream bytes) {

    private static final int SAMPLE = 256 * 1024;
    private static final int BEGINNING = 64 * 1024;
    private static final int AROUND = 32 * 1024;

    static TextFile of(Unpacked file, FileSettings given) throws IOException, UnreadableFile {
        byte[] sample = file.stream().readNBytes(SAMPLE);
        Encoding encoding = given.encoding() == null
                ? Encoding.of(sample, sample.length < SAMPLE, later(file, sample))
                : Encoding.given(given.encoding(), sample);
        String beginning = decoded(sample, encoding);
        InputStream bytes = new SequenceInputStream(
                new ByteArrayInputStream(sample, encoding.mark(), sample.length - encoding.mark()), file.stream());
        return new TextFile(form(file.form(), beginning), encoding, beginning, bytes);
    }

    /** What cannot be read is {@link CsvRows#UNREADABLE}, so that it costs its row only. */
    InputText lenient() {
        CharsetDecoder decoder = encoding.charset().newDecoder();
        decoder.onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(String.valueOf(CsvRows.UNREADABLE));
        return new InputText(bytes, decoder);
    }

    /** What cannot be read ends the reading. */
    Reader strict() {
        return new InputStreamReader(bytes, encoding.charset().newDecoder());
    }

    /** What is odd of the text, and what is odd of what stands in it. */
    List<String> warnings(List<String> more) {
        List<String> all = new ArrayList<>();
        if (!encoding.sure()) {
            all.add("The encoding is taken to be " + encoding.charset().name()
                    + ", which is the likeliest; set file-encoding of the source if letters come out wrong.");
        }
        all.addAll(more);
        return List.copyOf(all);
    }

    /** A reader that can skip. */
    static final class InputText extends InputStreamReader {

        InputText(InputStream in, CharsetDecoder decoder) {
            super(in, decoder);
        }

        void skipCharacters(int characters) throws IOException {
            for (int i = 0; i < characters; i++) {
                if (read() < 0) {
                    return;
                }
            }
        }
    }

    private static byte @Nullable [] later(Unpacked file, byte[] sample) throws IOException {
        if (sample.length < SAMPLE || !Encoding.isAscii(sample, sample.length)) {
            return null;
        }
        InputStream again = file.again();
        if (again == null) {
            return null;
        }
        try (again) {
            byte[] buffer = new byte[AROUND];
            for (int read = again.readNBytes(buffer, 0, AROUND); read > 0; read = again.readNBytes(buffer, 0, AROUND)) {
                if (!Encoding.isAscii(buffer, read)) {
                    return Arrays.copyOfRange(buffer, firstLetter(buffer, read), read);
                }
            }
            return null;
        }
    }

    /** Where a character that is not ASCII begins. */
    private static int firstLetter(byte[] bytes, int length) {
        int first = 0;
        while (first < length && bytes[first] >= 0) {
            first++;
        }
        return first;
    }

    private static String decoded(byte[] sample, Encoding encoding) {
        int length = Math.min(sample.length - encoding.mark(), BEGINNING);
        CharBuffer out = CharBuffer.allocate(length + 1);
        encoding.charset()
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .decode(ByteBuffer.wrap(sample, encoding.mark(), length), out, false);
        return out.flip().toString();
    }

    /** As it is called, unless its first character tells otherwise. */
    private static Form form(@Nullable Form named, String beginning) throws UnreadableFile {
        String text = beginning.stripLeading();
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        if (first == '<' && (named == null || named == Form.CSV)) {
            throw new UnreadableFile("The file is HTML or XML, of which no table is read: export it as CSV or .xlsx.");
        }
        if (first == '[' && (named == null || named == Form.NDJSON)) {
            return Form.JSON;
        }
        if (named != null) {
            return named;
        }
        if (first != '{') {
            return Form.CSV;
        }
        return isLine(text.lines().findFirst().orElse("")) ? Form.NDJSON : Form.JSON;
    }

    /** An object of one line that holds others under {@code events} is a whole request, not a line of one event. */
    private static boolean isLine(String line) {
        try {
            JsonNode node = BodyReader.JSON.readTree(line);
            return !node.path("events").isArray() && !(node.path("data").isArray() && node.has("event_source"));
        } catch (JsonProcessingException | NumberFormatException e) {
            return false;
        }
    }
}
