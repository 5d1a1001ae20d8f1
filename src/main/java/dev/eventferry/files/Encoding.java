package dev.eventferry.files;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a text is written in, as its first bytes tell: a byte order mark, else UTF-8 where all of it is UTF-8, else UTF-16
 * by its zeros, else one of the encodings of the West of which the text makes the most sense, unless ICU is sure of another.
 *
 * @param mark how many bytes of byte order mark stand before the text
 * @param sure false when another encoding is as likely
 */
record Encoding(Charset charset, int mark, boolean sure) {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final List<Charset> WEST =
            List.of(WINDOWS_1252, Charset.forName("x-MacRoman"), Charset.forName("IBM850"));

    /** Letters and signs that texts of the West have besides ASCII. */
    private static final String USUAL = "äöüÄÖÜßéèêëÉÈàâÀçÇîïôûùñÑáíóúÁÓÚãõåÅæÆøØœŒ€£§°’‘“”„–—…«»¿¡®™©´²³½\u00A0";

    private static final int SURE = 60;
    private static final int ENOUGH_FOR_ICU = 16 * 1024;
    private static final int MOST_FOR_ZEROS = 4 * 1024;
    private static final int LONGEST_CHARACTER = 4;

    /** @param begin its bytes, each a character */
    private record Mark(Charset charset, String begin) {

        boolean isAt(byte[] bytes) {
            for (int i = 0; i < begin.length(); i++) {
                if (i >= bytes.length || (bytes[i] & 0xFF) != begin.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Mark> MARKS = List.of(
            new Mark(StandardCharsets.UTF_8, "\u00EF\u00BB\u00BF"),
            new Mark(Charset.forName("UTF-32LE"), "\u00FF\u00FE\0\0"),
            new Mark(Charset.forName("UTF-32BE"), "\0\0\u00FE\u00FF"),
            new Mark(StandardCharsets.UTF_16LE, "\u00FF\u00FE"),
            new Mark(StandardCharsets.UTF_16BE, "\u00FE\u00FF"));

    /**
     * Looks at the beginning of a text.
     *
     * @param bytes the beginning, or all of it
     * @param whole whether it is all of it
     * @param more what of the text is not ASCII, when its beginning is; null when there is no more
     * @throws UnreadableFile when it is in none that is known
     */
    static Encoding of(byte[] bytes, boolean whole, byte @Nullable [] more) throws UnreadableFile {
        for (Mark mark : MARKS) {
            if (mark.isAt(bytes)) {
                return new Encoding(mark.charset(), mark.begin().length(), true);
            }
        }
        Charset wide = byZeros(bytes);
        if (wide != null) {
            return new Encoding(wide, 0, true);
        }
        byte[] telling = more == null ? bytes : more;
        return isUtf8(telling, whole) ? new Encoding(StandardCharsets.UTF_8, 0, true) : singleByte(telling);
    }

    /** What the settings say, with the mark that the text has all the same. */
    static Encoding given(Charset charset, byte[] bytes) {
        for (Mark mark : MARKS) {
            boolean same = mark.charset().equals(charset) || charset.equals(StandardCharsets.UTF_16);
            if (same && mark.isAt(bytes)) {
                return new Encoding(mark.charset(), mark.begin().length(), true);
            }
        }
        return new Encoding(charset, 0, true);
    }

    static boolean isAscii(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Text of the West has a zero in every second byte of UTF-16; no other text has zeros. */
    private static @Nullable Charset byZeros(byte[] bytes) {
        int length = Math.min(bytes.length, MOST_FOR_ZEROS) & ~1;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < length; i += 2) {
            even += bytes[i] == 0 ? 1 : 0;
            odd += bytes[i + 1] == 0 ? 1 : 0;
        }
        int pairs = length / 2;
        if (pairs < 2 || Math.max(even, odd) * 10 < pairs * 3 || Math.min(even, odd) * 20 > pairs) {
            return null;
        }
        return odd > even ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    /** Whether all of it is UTF-8, but for a character that is cut off at the end of a beginning. */
    private static boolean isUtf8(byte[] bytes, boolean whole) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8 * 1024);
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        while (true) {
            var result = decoder.decode(in, out, false);
            if (result.isUnderflow()) {
                return in.remaining() < (whole ? 1 : LONGEST_CHARACTER);
            }
            if (result.isError()) {
                return false;
            }
            out.clear();
        }
    }

    private static Encoding singleByte(byte[] bytes) throws UnreadableFile {
        Charset best = null;
        int most = Integer.MIN_VALUE;
        int sum = 0;
        for (Charset charset : WEST) {
            int score = sense(bytes, charset);
            sum += charset.equals(WINDOWS_1252) ? Math.abs(score) : 0;
            if (score > most) {
                best = charset;
                most = score;
            }
        }
        CharsetMatch icu = icu(bytes);
        if (icu != null && icu.getConfidence() >= SURE && !isOfTheWest(icu) && (most <= 0 || isManyBytes(icu))) {
            return new Encoding(Charset.forName(icu.getName()), 0, false);
        }
        if (best == null || (most < 0 && sum > 1)) {
            throw new UnreadableFile(
                    "The file's encoding is not clear: save it as \"CSV UTF-8\", or set its encoding as"
                            + " file-encoding of the source.");
        }
        if (best.equals(WINDOWS_1252) && !hasSignsOfWindows(bytes)) {
            best = StandardCharsets.ISO_8859_1;
        }
        return new Encoding(best, 0, WEST.get(0).equals(best) || best.equals(StandardCharsets.ISO_8859_1));
    }

    /** How many characters besides ASCII are usual in the West, less those that are not. */
    private static int sense(byte[] bytes, Charset charset) {
        CharBuffer text;
        try {
            text = charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, 1 << 16)));
        } catch (CharacterCodingException e) {
            return Integer.MIN_VALUE;
        }
        int sense = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128) {
                sense += USUAL.indexOf(c) >= 0 ? 1 : -1;
            }
        }
        return sense;
    }

    /** 0x80 to 0x9F are control characters in ISO-8859-1, and signs such as the euro's in Windows-1252. */
    private static boolean hasSignsOfWindows(byte[] bytes) {
        for (byte b : bytes) {
            if (b < (byte) 0xA0) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable CharsetMatch icu(byte[] bytes) {
        byte[] some = bytes.length <= ENOUGH_FOR_ICU ? bytes : Arrays.copyOf(bytes, ENOUGH_FOR_ICU);
        CharsetMatch match = new CharsetDetector().setText(some).detect();
        return match != null && Charset.isSupported(match.getName()) ? match : null;
    }

    private static boolean isOfTheWest(CharsetMatch match) {
        String name = match.getName().toUpperCase(Locale.ROOT);
        return name.equals("ISO-8859-1") || name.equals("WINDOWS-1252") || name.startsWith("UTF");
    }

    private static boolean isManyBytes(CharsetMatch match) {
        return Charset.forName(match.getName()).newEncoder().maxBytesPerChar() > 1;
    }
}
