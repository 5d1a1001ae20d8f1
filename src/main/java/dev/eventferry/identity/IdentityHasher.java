package dev.eventferry.identity;

import dev.eventferry.event.Field;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces who did it by the digests that TikTok matches on: personal data ends here. A value that is a digest already
 * is kept (mission C20), a blank is never hashed.
 */
public final class IdentityHasher {

    /** The same values, with a list of {@link Sha256Hex} in each slot of {@link Field#hashedFields()} that has one. */
    public Values hash(Values normal) {
        Values.Builder hashed = null;
        for (Field field : Field.hashedFields()) {
            Object value = normal.get(field);
            if (value != null) {
                hashed = hashed == null ? normal.toBuilder() : hashed;
                hashed.put(field, digests(value));
            }
        }
        return hashed == null ? normal : hashed.build();
    }

    /** Null when nothing is left to hash. */
    private static @Nullable List<Sha256Hex> digests(Object value) {
        if (!(value instanceof List<?> list)) {
            Sha256Hex digest = digest(value);
            return digest == null ? null : List.of(digest);
        }
        if (list.size() == 1) {
            Sha256Hex digest = digest(list.get(0));
            return digest == null ? null : List.of(digest);
        }
        List<Sha256Hex> digests = new ArrayList<>(list.size());
        for (Object one : list) {
            Sha256Hex digest = digest(one);
            if (digest != null && !digests.contains(digest)) {
                digests.add(digest);
            }
        }
        return digests.isEmpty() ? null : List.copyOf(digests);
    }

    private static @Nullable Sha256Hex digest(Object value) {
        if (value instanceof Sha256Hex digest) {
            return digest;
        }
        String text = Texts.strip((String) value);
        if (text.isEmpty()) {
            return null;
        }
        if (!Digests.isSha256(text)) {
            return Sha256Hex.of(text);
        }
        String digest = Digests.lowerCase(text);
        return digest.equals(Digests.OF_NOTHING) ? null : new Sha256Hex(digest);
    }
}
