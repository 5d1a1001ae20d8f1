package dev.eventferry.identity;

import org.jspecify.annotations.Nullable;

/**
 * IP addresses in their canonical form (mission A15): IPv4 dotted, IPv6 compressed as RFC 5952 says. Reads literals
 * only and never asks a name server.
 */
public final class IpAddresses {

    private IpAddresses() {}

    /** The bytes of an address, 4 or 16, or null when the text is none. A port, brackets and a zone are passed over. */
    public static byte @Nullable [] parse(String text) {
        String bare = text;
        int comma = bare.indexOf(',');
        if (comma >= 0) {
            bare = Texts.strip(bare.substring(0, comma)); // a forwarding list: the visitor stands first
        }
        if (bare.startsWith("[")) {
            int close = bare.indexOf(']');
            bare = close < 0 ? bare : bare.substring(1, close);
        }
        int colon = bare.indexOf(':');
        if (colon < 0) {
            return ipv4(bare, 0, bare.length());
        }
        if (colon == bare.lastIndexOf(':')) {
            return ipv4(bare, 0, colon);
        }
        int zone = bare.indexOf('%');
        return ipv6(zone < 0 ? bare : bare.substring(0, zone));
    }

    /** One text for one address. */
    public static String canonical(byte[] address) {
        return address.length == 4 ? dotted(address) : compressed(address);
    }

    /**
     * Whether a visitor can have it: no private, local, shared or reserved range. The ranges of documentation pass,
     * since TikTok takes them (tiktok-events-api 4) and tests use them.
     */
    public static boolean isPublic(byte[] address) {
        return address.length == 4 ? isPublic4(address) : isPublic6(address);
    }

    private static boolean isPublic4(byte[] address) {
        int a = address[0] & 0xff;
        int b = address[1] & 0xff;
        if (a == 0 || a == 10 || a == 127 || a >= 224) {
            return false;
        }
        return switch (a) {
            case 100 -> b < 64 || b > 127;
            case 169 -> b != 254;
            case 172 -> b < 16 || b > 31;
            case 192 -> b != 168 && !(b == 0 && address[2] == 0);
            case 198 -> b != 18 && b != 19;
            default -> true;
        };
    }

    private static boolean isPublic6(byte[] address) {
        int first = address[0] & 0xff;
        // 2000::/3 is what is given out to the world; 64:ff9b::/96 is how a v6-only visitor meets v4.
        return (first & 0xe0) == 0x20 || (first == 0 && (address[1] & 0xff) == 0x64);
    }

    private static byte @Nullable [] ipv4(String text, int start, int end) {
        byte[] address = new byte[4];
        int at = start;
        for (int part = 0; part < 4; part++) {
            int number = 0;
            int digits = 0;
            while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                number = number * 10 + text.charAt(at) - '0';
                digits++;
                at++;
                if (digits > 3) {
                    return null;
                }
            }
            // 010 is 8 to some and 10 to others, so nobody may say so.
            boolean padded = digits > 1 && text.charAt(at - digits) == '0';
            boolean last = part == 3;
            if (digits == 0 || padded || number > 255 || last != (at == end) || (!last && text.charAt(at) != '.')) {
                return null;
            }
            address[part] = (byte) number;
            at++;
        }
        return address;
    }

    private static byte @Nullable [] ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        byte[] head = new byte[16];
        int headLength = groups(gap < 0 ? text : text.substring(0, gap), head);
        if (gap < 0) {
            return headLength == 16 ? unmapped(head) : null;
        }
        byte[] tail = new byte[16];
        int tailLength = groups(text.substring(gap + 2), tail);
        if (headLength < 0 || tailLength < 0 || headLength + tailLength > 14) {
            return null;
        }
        System.arraycopy(tail, 0, head, 16 - tailLength, tailLength);
        return unmapped(head);
    }

    /** Reads groups of hex, the last of which may be a dotted IPv4; returns the bytes read, -1 when it is none. */
    private static int groups(String text, byte[] into) {
        if (text.isEmpty()) {
            return 0;
        }
        int length = 0;
        int start = 0;
        while (start <= text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 && text.indexOf('.', start) >= 0) {
                byte[] dotted = ipv4(text, start, end);
                if (dotted == null || length > 12) {
                    return -1;
                }
                System.arraycopy(dotted, 0, into, length, 4);
                return length + 4;
            }
            int group = hex(text, start, end);
            if (group < 0 || length > 14) {
                return -1;
            }
            into[length++] = (byte) (group >> 8);
            into[length++] = (byte) group;
            start = end + 1;
        }
        return length;
    }

    private static int hex(String text, int start, int end) {
        if (start == end || end - start > 4) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) > 'f' ? -1 : Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    /** {@code ::ffff:1.2.3.4} is an IPv4 address in disguise. */
    private static byte[] unmapped(byte[] address) {
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return address;
            }
        }
        if (address[10] != -1 || address[11] != -1) {
            return address;
        }
        return new byte[] {address[12], address[13], address[14], address[15]};
    }

    private static String dotted(byte[] address) {
        StringBuilder text = new StringBuilder(15);
        for (int i = 0; i < 4; i++) {
            text.append(i == 0 ? "" : ".").append(address[i] & 0xff);
        }
        return text.toString();
    }

    private static String compressed(byte[] address) {
        int gap = -1;
        int gapLength = 1; // one group alone is not compressed
        for (int i = 0; i < 8; i++) {
            int length = zeros(address, i);
            if (length > gapLength) {
                gap = i;
                gapLength = length;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(address, i)));
        }
        return text.toString();
    }

    private static int zeros(byte[] address, int from) {
        int length = 0;
        while (from + length < 8 && group(address, from + length) == 0) {
            length++;
        }
        return length;
    }

    private static int group(byte[] address, int i) {
        return (address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff);
    }
}
