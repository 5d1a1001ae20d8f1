package dev.eventferry.bench;

import java.util.List;

/** Random numbers that are the same on every machine and in every run: xorshift32 with a fixed seed. */
final class Dice {

    private static final String HEX = "0123456789abcdef";
    private static final String ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final double TWO_TO_THE_32 = 4294967296.0;

    private int state = 0x9E3779B9;

    /** The next number, at least 0 and below 1. */
    double roll() {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return Integer.toUnsignedLong(state) / TWO_TO_THE_32;
    }

    /** A whole number, both ends included. */
    long between(long low, long high) {
        return low + (long) (roll() * (high - low + 1));
    }

    <T> T pick(List<T> choices) {
        return choices.get((int) between(0, choices.size() - 1));
    }

    String hex(int length) {
        return text(HEX, length);
    }

    String alnum(int length) {
        return text(ALNUM, length);
    }

    /** Digits of which the first is not zero. */
    String digits(int length) {
        StringBuilder digits = new StringBuilder(length).append(between(1, 9));
        while (digits.length() < length) {
            digits.append(between(0, 9));
        }
        return digits.toString();
    }

    String uuid() {
        return hex(8) + '-' + hex(4) + "-4" + hex(3) + "-a" + hex(3) + '-' + hex(12);
    }

    private String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt((int) between(0, alphabet.length() - 1)));
        }
        return text.toString();
    }
}
