package dev.eventferry.identity;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Placeholders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings each match key to TikTok's normal form, in the clear (tiktok-events-api 4). What is hashed already is only
 * lower-cased; what is of no use is left out with a warning, and the event survives (asks 12).
 */
public final class Normalizer {

    private static final Set<String> ATT_STATUSES =
            Set.of("AUTHORIZED", "DENIED", "NOT_DETERMINED", "RESTRICTED", "NOT_APPLICABLE");
    /** What Apple's own enumeration calls them, by number. */
    private static final List<String> APPLE_STATUSES = List.of("NOT_DETERMINED", "RESTRICTED", "DENIED", "AUTHORIZED");

    /** What shops write as the customer's number of all who have no account: it would make them one person. */
    private static final Set<String> NOBODY = Set.of("0", "-1");

    private static final String BLANK_WHY = "blank, so it is left out; leave the field out instead";
    private static final String EMPTY_DIGEST_WHY =
            "the SHA-256 of an empty text, which matches nobody, so it is left out; hash no empty values";
    private static final String WRONG_DIGEST_WHY =
            "looks like an MD5, SHA-1 or SHA-512 digest, which TikTok cannot match, so it is left out;"
                    + " send the plain value or its SHA-256";
    private static final String HASHED_WHY = "hashed, but TikTok takes it plain only, so it is left out; send it plain";

    private final IdentitySettings settings;
    private final Phones phones;
    private final @Nullable String defaultRegion;

    public Normalizer(IdentitySettings settings) {
        this.settings = settings;
        this.phones = new Phones(settings.bothHashesForChina());
        this.defaultRegion = Countries.region(settings.defaultRegion());
    }

    /**
     * The event with normal match keys and a warning for each that was left out.
     *
     * @param sourceRegion ISO 3166 country of the source's phone numbers; null when it names none
     */
    public ConversionEvent normalize(ConversionEvent event, @Nullable String sourceRegion) {
        Draft draft = new Draft(event);
        country(draft);
        String region = region(draft, event.region(), sourceRegion);
        attStatus(draft);
        emails(draft);
        phones(draft, region);
        externalIds(draft);
        ip(draft);
        userAgent(draft);
        address(draft, region);
        locale(draft);
        deviceId(draft, Field.IDFA);
        deviceId(draft, Field.GAID);
        deviceId(draft, Field.IDFV);
        return draft.event();
    }

    /** The event's country, else the row's, the source's, the default one; two upper-case letters. */
    private @Nullable String region(Draft draft, @Nullable String rowRegion, @Nullable String sourceRegion) {
        if (draft.get(Field.COUNTRY) instanceof String country) {
            return country.toUpperCase(Locale.ROOT);
        }
        String region = Countries.region(rowRegion);
        if (region == null) {
            region = Countries.region(sourceRegion);
        }
        return region == null ? defaultRegion : region;
    }

    private void country(Draft draft) {
        String text = rawText(draft, Field.COUNTRY);
        if (text == null) {
            return;
        }
        String code = Countries.code(text);
        replace(draft, Field.COUNTRY, code);
        if (code == null) {
            draft.warn(
                    Field.COUNTRY,
                    Codes.UNKNOWN,
                    Masker.shape(text) + " names no country, so it is left out; send two letters as in ISO 3166");
        }
    }

    private void attStatus(Draft draft) {
        if (!(draft.get(Field.ATT_STATUS) instanceof String given)) {
            return;
        }
        String text = Texts.strip(given);
        if (text.isEmpty()) {
            dropBlank(draft, Field.ATT_STATUS);
            return;
        }
        String status = status(text);
        replace(draft, Field.ATT_STATUS, status);
        if (status == null) {
            draft.warn(
                    Field.ATT_STATUS,
                    Codes.UNKNOWN,
                    Masker.shape(text) + " is none of TikTok's, so it is left out; send AUTHORIZED, DENIED,"
                            + " NOT_DETERMINED, RESTRICTED or NOT_APPLICABLE");
        } else if (status.equals("DENIED")) {
            dropDenied(draft, Field.EMAIL);
            dropDenied(draft, Field.PHONE);
        }
    }

    private static @Nullable String status(String text) {
        if (ATT_STATUSES.contains(text)) {
            return text;
        }
        if (text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '3') {
            return APPLE_STATUSES.get(text.charAt(0) - '0');
        }
        String upper = text.toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        return ATT_STATUSES.contains(upper) ? upper : null;
    }

    /** TikTok does not match by them when the person said no (tiktok-events-api 1.3.1), so they need not leave. */
    private static void dropDenied(Draft draft, Field field) {
        if (draft.get(field) != null) {
            draft.put(field, null);
            draft.warn(field, Codes.DENIED, "left out, because att_status says that the person denied tracking");
        }
    }

    private void emails(Draft draft) {
        List<String> given = texts(draft, Field.EMAIL);
        if (given.isEmpty()) {
            return;
        }
        Keys keys = new Keys(Field.EMAIL, draft);
        for (String text : given) {
            String plain = plain(text, keys);
            if (plain != null) {
                Emails.read(plain, keys);
            }
        }
        keys.replace(given);
    }

    private void phones(Draft draft, @Nullable String region) {
        List<String> given = texts(draft, Field.PHONE);
        if (given.isEmpty()) {
            return;
        }
        Keys keys = new Keys(Field.PHONE, draft);
        String known = phones.supported(region);
        for (String text : given) {
            String plain = plain(text, keys);
            if (plain != null) {
                phones.read(plain, known, keys);
            }
        }
        keys.replace(given);
    }

    private void externalIds(Draft draft) {
        List<String> given = texts(draft, Field.EXTERNAL_ID);
        if (given.isEmpty()) {
            return;
        }
        Keys keys = new Keys(Field.EXTERNAL_ID, draft);
        for (String text : given) {
            externalId(text, keys);
        }
        keys.replace(given);
    }

    /** An id may be any text, a UUID without dashes too: what looks like MD5 is still the id, and is hashed. */
    private void externalId(String text, Keys keys) {
        String plain = Texts.strip(text);
        if (Digests.isOfAnotherKind(plain)) {
            keys.warn(
                    Codes.LOOKS_HASHED,
                    "looks like an MD5 or SHA-1 digest; it is hashed as the id that it seems to be,"
                            + " which matches only if the pixel identifies by the same text");
        } else if (plain(text, keys) == null) {
            return;
        }
        if (Placeholders.isWord(plain) || NOBODY.contains(plain)) {
            keys.warn(
                    Codes.PLACEHOLDER,
                    "a word that stands for no value, so it is left out; leave the field out instead");
        } else {
            keys.add(settings.lowerCaseExternalId() ? Texts.lower(plain) : plain);
        }
    }

    /** A value that still has to be normalised, or null when that is settled: a digest, or nothing to hash. */
    private static @Nullable String plain(String given, Keys keys) {
        String text = Texts.strip(given);
        if (text.isEmpty()) {
            keys.warn(Codes.BLANK, BLANK_WHY);
        } else if (Digests.isSha256(text)) {
            String digest = Digests.lowerCase(text);
            if (digest.equals(Digests.OF_NOTHING)) {
                keys.warn(Codes.EMPTY_DIGEST, EMPTY_DIGEST_WHY);
            } else {
                keys.add(digest);
            }
        } else if (Digests.isOfAnotherKind(text)) {
            keys.warn(Codes.WRONG_DIGEST, WRONG_DIGEST_WHY);
        } else {
            return text;
        }
        return null;
    }

    private static void address(Draft draft, @Nullable String region) {
        String first = hashableText(draft, Field.FIRST_NAME);
        if (first != null) {
            settle(draft, Field.FIRST_NAME, first, Places.personName(first));
        }
        String last = hashableText(draft, Field.LAST_NAME);
        if (last != null) {
            settle(draft, Field.LAST_NAME, last, Places.personName(last));
        }
        String zip = hashableText(draft, Field.ZIP_CODE);
        if (zip != null) {
            settle(draft, Field.ZIP_CODE, zip, Places.zipCode(zip, region));
        }
        String city = rawText(draft, Field.CITY);
        if (city != null) {
            settle(draft, Field.CITY, city, Texts.lettersAndDigits(city));
        }
        String state = rawText(draft, Field.STATE);
        if (state != null) {
            settle(draft, Field.STATE, state, Places.state(state, region));
        }
    }

    private static void settle(Draft draft, Field field, String text, String normal) {
        if (field.hashed() && Digests.isOfAnotherKind(normal)) {
            drop(draft, field, Codes.WRONG_DIGEST, WRONG_DIGEST_WHY); // it came in quotes or the like
            return;
        }
        if (field.hashed() && normal.equals(Digests.OF_NOTHING)) {
            drop(draft, field, Codes.EMPTY_DIGEST, EMPTY_DIGEST_WHY);
            return;
        }
        if (!field.hashed() && Digests.isSha256(normal)) {
            drop(draft, field, Codes.HASHED, HASHED_WHY);
            return;
        }
        replace(draft, field, normal.isEmpty() ? null : normal);
        if (normal.isEmpty()) {
            draft.warn(field, Codes.UNPARSEABLE, Masker.shape(text) + " has no letter or digit, so it is left out");
        }
    }

    private static void ip(Draft draft) {
        String text = rawText(draft, Field.IP);
        if (text == null) {
            return;
        }
        byte[] address = IpAddresses.parse(text);
        if (address == null) {
            drop(
                    draft,
                    Field.IP,
                    Codes.UNPARSEABLE,
                    Masker.shape(text) + " is no IP address, so it is left out; send the visitor's IPv4 or IPv6");
        } else if (!IpAddresses.isPublic(address)) {
            drop(
                    draft,
                    Field.IP,
                    Codes.NOT_PUBLIC,
                    "an address of an inner network, so it is left out; send the visitor's public address");
        } else {
            replace(draft, Field.IP, IpAddresses.canonical(address));
        }
    }

    private static void userAgent(Draft draft) {
        String text = rawText(draft, Field.USER_AGENT);
        if (text == null) {
            return;
        }
        if (Placeholders.isMacro(text)) {
            drop(draft, Field.USER_AGENT, Codes.MACRO, "a macro that was not filled in, so it is left out");
        } else if (Placeholders.isWord(text)) {
            drop(draft, Field.USER_AGENT, Codes.PLACEHOLDER, "a word that stands for no value, so it is left out");
        } else {
            replace(draft, Field.USER_AGENT, text);
        }
    }

    private static void locale(Draft draft) {
        String text = rawText(draft, Field.LOCALE);
        if (text == null) {
            return;
        }
        String tag = Locales.tag(text);
        replace(draft, Field.LOCALE, tag);
        if (tag == null) {
            draft.warn(
                    Field.LOCALE,
                    Codes.UNPARSEABLE,
                    Masker.shape(text) + " is no language tag, so it is left out; send one like en-US");
        }
    }

    private static void deviceId(Draft draft, Field field) {
        // idfv has no hashed form (tiktok-events-api 1.3.1)
        String text = field == Field.IDFV ? rawText(draft, field) : hashableText(draft, field);
        if (text == null) {
            return;
        }
        if (DeviceIds.isZero(text)) {
            drop(draft, field, Codes.ZERO, "all zeros: the device allows no tracking, so it is left out");
        } else if (!DeviceIds.isId(text)) {
            drop(
                    draft,
                    field,
                    Codes.UNPARSEABLE,
                    Masker.shape(text) + " is no device id, so it is left out; send it as a UUID");
        } else {
            replace(draft, field, field == Field.GAID ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT));
        }
    }

    /** The stripped text of a field that goes out plain only, or null when there is none left. */
    private static @Nullable String rawText(Draft draft, Field field) {
        if (!(draft.get(field) instanceof String given)) {
            return null;
        }
        String text = Texts.strip(given);
        if (text.isEmpty()) {
            dropBlank(draft, field);
            return null;
        }
        if (Digests.isSha256(text)) {
            drop(draft, field, Codes.HASHED, HASHED_WHY);
            return null;
        }
        return text;
    }

    /** The stripped text of a field that may come hashed, or null when that is settled. */
    private static @Nullable String hashableText(Draft draft, Field field) {
        if (!(draft.get(field) instanceof String given)) {
            return null;
        }
        String text = Texts.strip(given);
        if (text.isEmpty()) {
            dropBlank(draft, field);
        } else if (Digests.isSha256(text)) {
            String digest = Digests.lowerCase(text);
            if (digest.equals(Digests.OF_NOTHING)) {
                drop(draft, field, Codes.EMPTY_DIGEST, EMPTY_DIGEST_WHY);
            } else {
                replace(draft, field, digest);
            }
        } else if (Digests.isOfAnotherKind(text)) {
            drop(draft, field, Codes.WRONG_DIGEST, WRONG_DIGEST_WHY);
        } else {
            return text;
        }
        return null;
    }

    private static void dropBlank(Draft draft, Field field) {
        drop(draft, field, Codes.BLANK, BLANK_WHY);
    }

    private static void drop(Draft draft, Field field, String kind, String why) {
        draft.put(field, null);
        draft.warn(field, kind, why);
    }

    private static void replace(Draft draft, Field field, @Nullable String normal) {
        if (normal == null || !normal.equals(draft.get(field))) {
            draft.put(field, normal);
        }
    }

    @SuppressWarnings("unchecked") // the type of these fields' slots (Field.Type.TEXTS)
    private static List<String> texts(Draft draft, Field field) {
        Object value = draft.get(field);
        return value == null ? List.of() : (List<String>) value;
    }
}
