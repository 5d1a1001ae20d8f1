package dev.eventferry.fuzz;

import dev.eventferry.enrich.Enricher;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Sha256Hex;
import dev.eventferry.event.Values;
import dev.eventferry.identity.IdentityHasher;
import dev.eventferry.identity.IdentitySettings;
import dev.eventferry.identity.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The laws of match keys for any text: nothing is thrown, nothing is refused, what comes out is a digest or a normal
 * form, doing it twice is doing it once, a digest stays itself, and a blank is never hashed. Run by {@link FuzzTest}.
 */
public final class MatchKeysFuzz {

    private static final List<Field> KEYS = Arrays.stream(Field.values())
            .filter(field -> field.section().equals("user"))
            .toList();
    private static final String NOTHING = Sha256Hex.of("").hex();
    private static final int MOST_VALUES = 10;
    private static final int LONGEST_CLICK_ID = 1000;
    private static final int LONGEST_PHONE = 3 + 17; // a country's code, and what the library says Japan has

    private static final List<Normalizer> NORMALIZERS = List.of(
            new Normalizer(IdentitySettings.DEFAULT),
            new Normalizer(new IdentitySettings("DE", true, true)),
            new Normalizer(new IdentitySettings("US", false, false)));
    private static final List<@Nullable String> REGIONS =
            Arrays.asList(null, "SE", "us", "CN", "", "Germany", "ZZ", "\ud83d");
    private static final Enricher ENRICHER = new Enricher(Enricher.USUAL_ORDER);
    private static final IdentityHasher HASHER = new IdentityHasher();

    private MatchKeysFuzz() {}

    /** What the fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] input) {
        Effort.bounded(() -> take(input));
    }

    private static void take(byte[] input) {
        Choices choices = new Choices(input);
        Marker marker = new Marker(input, 1);
        Normalizer normalizer = choices.of(NORMALIZERS);
        String region = choices.of(REGIONS);
        ConversionEvent given = event(values(choices, marker));

        ConversionEvent normal = normal(given, normalizer, region);
        Values hashed = HASHER.hash(normal.values());

        for (Problem problem : normal.problems()) {
            check(!problem.isError(), problem.field(), "a match key refuses its event");
            check(!marker.isIn(problem.message()), problem.field(), "a problem repeats the value");
        }
        ConversionEvent again = normal(event(normal.values()), normalizer, region);
        for (Field field : KEYS) {
            Object value = normal.values().get(field);
            if (field.hashed()) {
                check(value == null || !isBlank(value), field, "a blank is left to be hashed");
                digests(field, value, hashed.get(field));
            } else {
                check(Objects.equals(value, hashed.get(field)), field, "hashing changes a plain key");
                plain(field, (String) value);
            }
            check(
                    changesTwice(field, value) || Objects.equals(again.values().get(field), value),
                    field,
                    "a second pass changes it");
        }
        check(HASHER.hash(hashed).equals(hashed), "user", "hashing twice is not hashing once");
        unnormalised(given.values());
    }

    /** As the route does it: ids of clicks and cookies are judged where they are looked for. */
    private static ConversionEvent normal(ConversionEvent event, Normalizer normalizer, @Nullable String region) {
        return normalizer.normalize(ENRICHER.enrich(event, EventSource.WEB, null), region);
    }

    /** Inputs to begin with. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            seeds.add(Seeds.random(i, 8 << (i % 5)));
        }
        return seeds;
    }

    private static Values values(Choices choices, Marker marker) {
        Values.Builder values = Values.builder();
        for (int i = choices.below(4); i >= 0; i--) {
            Field field = choices.of(KEYS);
            if (field.type() == Field.Type.TEXTS) {
                List<String> several = new ArrayList<>();
                for (int k = choices.oneIn(8) ? choices.below(14) : 0; k >= 0; k--) {
                    several.add(text(field, choices, marker));
                }
                values.put(field, List.copyOf(several));
            } else {
                values.put(field, text(field, choices, marker));
            }
        }
        return values.build();
    }

    private static String text(Field field, Choices choices, Marker marker) {
        return switch (choices.below(8)) {
            case 0 -> choices.text(80);
            case 1, 2, 3 -> HostileValues.text(choices);
            case 4 -> digest(choices, marker.letters());
            default -> HostileValues.onePersonal(field, marker, choices).asText();
        };
    }

    private static String digest(Choices choices, String of) {
        String digest = Sha256Hex.of(choices.oneIn(4) ? "" : of).hex();
        return choices.text(2) + (choices.oneIn(2) ? digest.toUpperCase(Locale.ROOT) : digest) + choices.text(2);
    }

    /** The digest of each value once: the value itself if it is one, else of its text. */
    private static void digests(Field field, @Nullable Object normal, @Nullable Object hashed) {
        List<?> texts = normal == null ? List.of() : normal instanceof List<?> list ? list : List.of(normal);
        check(texts.size() <= MOST_VALUES, field, "there are more values than are sent");
        Set<Sha256Hex> expected = new LinkedHashSet<>();
        for (Object one : texts) {
            String text = (String) one;
            boolean digest = Sha256Hex.isDigest(text);
            check(!digest || text.equals(text.toLowerCase(Locale.ROOT)), field, "a digest is not lower-case");
            check(!text.equals(NOTHING), field, "nothing is hashed");
            hashable(field, text);
            expected.add(digest ? new Sha256Hex(text) : Sha256Hex.of(text));
        }
        Object wanted = expected.isEmpty() ? null : List.copyOf(expected);
        check(Objects.equals(hashed, wanted), field, "the digests are not those of its values");
    }

    private static void hashable(Field field, String text) {
        if (Sha256Hex.isDigest(text)) {
            return;
        }
        boolean lower = text.equals(text.toLowerCase(Locale.ROOT));
        switch (field) {
            case EMAIL -> check(lower && text.indexOf('@') > 0 && text.indexOf(' ') < 0, field, "is no address");
            case PHONE -> check(isPhone(text), field, "is not + and digits");
            case FIRST_NAME, LAST_NAME -> check(lower, field, "is not lower-case");
            case ZIP_CODE -> check(lower && text.indexOf(' ') < 0 && text.indexOf('-') < 0, field, "is not bare");
            default -> check(text.equals(text.strip()), field, "is not stripped");
        }
    }

    /** One layer of encoding goes each time; the second form of a Chinese number is a national one to the next reader. */
    private static boolean changesTwice(Field field, @Nullable Object value) {
        if (field == Field.TTCLID) {
            return value != null && value.toString().indexOf('%') >= 0;
        }
        return field == Field.PHONE
                && value instanceof List<?> phones
                && phones.stream().map(String::valueOf).anyMatch(phone -> isAll(phone, '0', '9'));
    }

    private static void plain(Field field, @Nullable String text) {
        if (text == null || (Sha256Hex.isDigest(text) && (field == Field.IDFA || field == Field.GAID))) {
            return;
        }
        check(!text.isBlank(), field, "is blank");
        check(!Sha256Hex.isDigest(text), field, "is a digest where TikTok wants plain text");
        switch (field) {
            case COUNTRY -> check(isAll(text, 'a', 'z') && text.length() == 2, field, "is not two letters");
            case IDFA, IDFV -> check(text.equals(text.toUpperCase(Locale.ROOT)), field, "is not upper-case");
            case GAID -> check(text.equals(text.toLowerCase(Locale.ROOT)), field, "is not lower-case");
            case TTCLID, TTP -> check(text.length() <= LONGEST_CLICK_ID, field, "is too long");
            default -> check(text.equals(text.strip()), field, "is not stripped");
        }
    }

    /** The hasher alone, as if a step had been left out: digests all the same, and no blank among them. */
    private static void unnormalised(Values given) {
        Values hashed = HASHER.hash(given);
        for (Field field : Field.hashedFields()) {
            if (hashed.get(field) instanceof List<?> digests) {
                check(!digests.contains(new Sha256Hex(NOTHING)), field, "nothing is hashed");
                check(digests.stream().allMatch(Sha256Hex.class::isInstance), field, "something plain is left");
            }
        }
    }

    private static ConversionEvent event(Values values) {
        return new ConversionEvent(0, "web", "purchase", "Purchase", "o-1", null, values, List.of(), List.of());
    }

    private static boolean isPhone(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text; // a Chinese one without + is the second form
        return isAll(digits, '0', '9') && !digits.isEmpty() && digits.length() <= LONGEST_PHONE;
    }

    private static boolean isAll(String text, char from, char to) {
        return text.chars().allMatch(c -> c >= from && c <= to);
    }

    private static boolean isBlank(Object value) {
        return value instanceof List<?> list
                ? list.isEmpty()
                        || list.stream().anyMatch(text -> text.toString().isBlank())
                : value.toString().isBlank();
    }

    private static void check(boolean holds, Field field, String otherwise) {
        check(holds, field.path(), otherwise);
    }

    private static void check(boolean holds, String field, String otherwise) {
        if (!holds) {
            throw new AssertionError(field + ": " + otherwise);
        }
    }
}
