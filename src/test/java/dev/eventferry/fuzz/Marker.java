package dev.eventferry.fuzz;

import java.util.zip.CRC32;

/**
 * A text that stands in an input only where it was planted: it is made from a checksum of that input, so that the
 * fuzzer cannot write it elsewhere. Where it comes out again, what was planted came out.
 */
final class Marker {

    /** No hex digits, so that no digest has them; no vowels, so that no sentence has them. */
    private static final String ALPHABET = "ghjkmnpqrstvwxyz";

    private static final int LETTERS = 8;

    private final String letters;
    private final String digits;

    /** @param kind tells several markers of one input apart */
    Marker(byte[] input, int kind) {
        CRC32 checksum = new CRC32();
        checksum.update(kind);
        checksum.update(input);
        long number = checksum.getValue();
        StringBuilder word = new StringBuilder(LETTERS);
        for (int i = 0; i < LETTERS; i++) {
            word.append(ALPHABET.charAt((int) (number >> (4 * i)) & 0xf));
        }
        this.letters = word.toString();
        this.digits = "151" + (10_000_000 + number % 90_000_000);
    }

    /** Eight letters, lower-case. */
    String letters() {
        return letters;
    }

    /** Eleven digits, a German mobile number without its country code. */
    String digits() {
        return digits;
    }

    /** Whether it shows in a text, in any case and with anything but letters and digits in between. */
    boolean isIn(String text) {
        char[] bare = new char[text.length()];
        int length = 0;
        for (int i = 0; i < bare.length; i++) {
            char c = text.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                bare[length++] = c;
            } else if (c >= 'A' && c <= 'Z') {
                bare[length++] = (char) (c | 0x20);
            }
        }
        String all = new String(bare, 0, length);
        return all.contains(letters) || all.contains(digits);
    }
}
