package dev.eventferry.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.eventferry.event.Campaign;
import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.EventKey;
import dev.eventferry.event.EventSource;
import dev.eventferry.event.Field;
import dev.eventferry.event.HashedEvent;
import dev.eventferry.event.Problem;
import dev.eventferry.event.Values;
import dev.eventferry.store.LedgerEntry;
import dev.eventferry.store.LedgerNames;
import dev.eventferry.store.Tally;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is counted beside the ledger, and what is said of it. */
class NumbersTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:37:12Z");
    private static final long MINUTE = NOW.getEpochSecond() / 60;

    private final Numbers numbers = new Numbers(
            new LedgerNames(List.of("Purchase", "CompletePayment", "Lead"), List.of()),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void match_keys_are_counted_as_they_came_and_as_they_were_judged_and_the_best_fix_is_named() {
        Numbers.GroupKeys keys = numbers.keys("shop");
        for (int i = 0; i < 100; i++) {
            Values came = values(i < 38 ? "phone" : null, "mail");
            Values judged = values(i < 38 ? "phone" : null, i < 90 ? "mail" : null);
            keys.add(
                    event(came, List.of()),
                    event(judged, i < 90 ? List.of() : List.of(mailProblem())),
                    EventSource.WEB);
        }
        keys.count();
        Map<Tally, Long> taken = numbers.take();

        assertThat(taken)
                .containsEntry(quality("", MatchQuality.EVENTS), 100L)
                .containsEntry(quality("user.phone", MatchQuality.PRESENT), 38L)
                .containsEntry(quality("user.email", MatchQuality.PRESENT), 100L)
                .containsEntry(quality("user.email", MatchQuality.VALID), 90L)
                .containsEntry(quality("user.email", "email_unparseable"), 10L);
        assertThat(numbers.take()).as("what was taken is not taken again").isEmpty();

        JsonNode report = MatchQuality.json(LedgerRange.DAY, MINUTE, taken);
        JsonNode purchase = report.at("/events/0");
        assertThat(purchase.path("estimate").asDouble()).isEqualTo(3.5); // 0.9 * 30 + 0.38 * 20 of 100
        assertThat(purchase.path("next").asText())
                .as("of click id and phone the click id is in no event")
                .startsWith("100 % of Purchase from shop carry no click id: map user.ttclid");
        assertThat(purchase.at("/keys/0/problems/0/n").asLong()).isEqualTo(10);
        assertThat(report.path("note").asText()).contains("not TikTok's EMQ");
        long weights = 0;
        for (JsonNode each : report.path("weights")) {
            weights += each.path("weight").asLong();
        }
        assertThat(weights).isEqualTo(100);
    }

    @Test
    void a_few_events_are_no_ground_for_advice_and_spoilt_keys_are_told_from_missing_ones() {
        Map<Tally, Long> few = Map.of(quality("", MatchQuality.EVENTS), MatchQuality.FEW - 1L);
        assertThat(MatchQuality.json(LedgerRange.DAY, MINUTE, few)
                        .at("/events/0/next")
                        .isNull())
                .isTrue();

        Map<Tally, Long> spoilt = Map.of(
                quality("", MatchQuality.EVENTS), 100L,
                quality("user.ttclid", MatchQuality.VALID), 5L,
                quality("user.email", MatchQuality.PRESENT), 98L,
                quality("user.email", MatchQuality.VALID), 40L,
                quality("user.email", "email_hashed"), 58L,
                quality("user.phone", MatchQuality.PRESENT), 100L,
                quality("user.phone", MatchQuality.VALID), 100L);
        assertThat(MatchQuality.json(LedgerRange.DAY, MINUTE, spoilt)
                        .at("/events/0/next")
                        .asText())
                .startsWith("58 % of Purchase from shop carry no good e-mail address")
                .contains("docs/rules.md#email_hashed");
    }

    @Test
    void a_crm_is_told_to_map_what_a_crm_can_have() {
        assertThat(advice(EventSource.CRM)).contains("carry no e-mail address: map user.email");
        assertThat(advice(EventSource.CRM, "user.email")).contains("carry no TikTok lead id: map lead.lead_id");
        assertThat(advice(EventSource.CRM, "user.email", "lead.lead_id")).contains("map user.phone");
        assertThat(advice(EventSource.CRM, "user.email", "lead.lead_id", "user.phone"))
                .contains("map user.external_id");
        assertThat(advice(EventSource.CRM, "user.email", "lead.lead_id", "user.phone", "user.external_id"))
                .as("no cookie, no address, no browser")
                .isEqualTo("null");
        assertThat(advice(EventSource.OFFLINE, "user.email")).contains("map user.phone");
        assertThat(advice(EventSource.OFFLINE, "user.email", "user.phone", "user.external_id"))
                .isEqualTo("null");
        assertThat(advice(EventSource.APP, "user.email")).contains("map user.idfa or user.gaid");
        assertThat(advice(EventSource.WEB, "user.email", "user.ttclid", "user.phone", "user.external_id"))
                .contains("map user.ttp");
    }

    @Test
    void what_destinations_are_for_is_counted() {
        Numbers.GroupKeys keys = numbers.keys("shop");
        ConversionEvent event = event(values("phone", "mail"), List.of());
        keys.add(event, event, EventSource.CRM);
        keys.add(event, event, EventSource.CRM);
        keys.add(event, event, EventSource.WEB);
        keys.add(event, event, null);
        keys.count();

        assertThat(numbers.take())
                .containsEntry(quality("", "crm"), 2L)
                .containsEntry(quality("", "web"), 1L)
                .containsEntry(quality("", MatchQuality.EVENTS), 4L);
    }

    /** What a source is told whose events all have those keys, and no others. */
    private static String advice(EventSource place, String... keys) {
        Map<Tally, Long> counted = new HashMap<>();
        counted.put(quality("", MatchQuality.EVENTS), 100L);
        counted.put(quality("", place.wire()), 100L);
        for (String key : keys) {
            counted.put(quality(key, MatchQuality.PRESENT), 100L);
            counted.put(quality(key, MatchQuality.VALID), 100L);
        }
        return MatchQuality.json(LedgerRange.DAY, MINUTE, counted)
                .at("/events/0/next")
                .asText();
    }

    @Test
    void copies_are_counted_by_reason_and_ids_by_what_is_odd_about_them() {
        List<HashedEvent> group = List.of(hashed("Purchase", "1"), hashed("CompletePayment", "1"), hashed("Lead", "2"));
        BitSet given = new BitSet();
        given.set(0, 2);
        numbers.ids("shop", group, given);
        numbers.copies("shop", group, List.of(CopyReport.NEW, CopyReport.NEW, CopyReport.LATE));
        Map<Tally, Long> taken = numbers.take();

        assertThat(taken)
                .containsEntry(copies("CompletePayment", "Purchase", CopyWatch.OTHER_NAME), 1L)
                .containsEntry(copies("Lead", "", CopyWatch.WITHOUT_ID), 1L)
                .containsEntry(copies("Lead", "", CopyReport.LATE), 1L);
        JsonNode report = CopyReport.json(LedgerRange.DAY, MINUTE, taken);
        assertThat(report.at("/drift/0/other").asText()).isEqualTo("Purchase");
        assertThat(report.at("/drift/0/same_thing").asBoolean()).isTrue();
    }

    @Test
    void one_id_for_all_and_an_id_that_never_comes_again_are_told() {
        List<HashedEvent> constant = Collections.nCopies(200, hashed("Purchase", "order"));
        BitSet all = new BitSet();
        all.set(0, 200);
        numbers.ids("shop", constant, all);
        numbers.copies("shop", constant, Collections.nCopies(200, CopyReport.NOTHING_NEW));
        List<HashedEvent> fresh =
                IntStream.range(0, 200).mapToObj(i -> hashed("Lead", "id " + i)).toList();
        numbers.ids("shop", fresh, all);
        numbers.copies("shop", fresh, Collections.nCopies(200, CopyReport.NEW));

        JsonNode report = CopyReport.json(LedgerRange.DAY, MINUTE, numbers.take());
        assertThat(report.at("/events/0/event").asText()).isEqualTo("Lead");
        assertThat(report.at("/events/0/findings/0").asText()).startsWith("No id came twice.");
        assertThat(report.at("/events/1/same_as_before").asLong()).isEqualTo(199);
        assertThat(report.at("/events/1/findings/0").asText()).startsWith("Nearly every event has the id");
    }

    @Test
    void campaigns_are_counted_with_their_value_and_bounded_and_give_nobody_away() {
        for (int i = 0; i < 2 * CampaignNames.MOST; i++) {
            numbers.campaigns("shop", List.of(ad("campaign " + i, "12.34")));
        }
        numbers.campaigns("shop", List.of(ad("campaign 7", "0.005"), ad("campaign 7", "100")));
        Map<Tally, Long> taken = numbers.take();

        JsonNode report = CampaignReport.json(7, taken, 1000);
        assertThat(report.path("rows").asInt()).isEqualTo(CampaignNames.MOST + 1);
        assertThat(report.at("/campaigns/0/campaign").asText()).isEqualTo(CampaignNames.OTHER);
        assertThat(report.at("/campaigns/0/events").asInt()).isEqualTo(CampaignNames.MOST);
        assertThat(report.at("/campaigns/1/campaign").asText()).isEqualTo("campaign 7");
        assertThat(report.at("/campaigns/1/values/EUR").asText()).isEqualTo("112.345");
        assertThat(taken.keySet())
                .allSatisfy(tally -> assertThat(tally.minute() % 1440).isZero());

        for (String personal : List.of("a@example.com", "a%40example.com", "+49 151 2345678", "0151-2345678")) {
            Numbers others = new Numbers(new LedgerNames(List.of(), List.of()), Clock.systemUTC());
            others.campaigns("shop", List.of(ad(personal, "1")));
            assertThat(others.take().toString())
                    .as(personal)
                    .contains("(hidden)")
                    .doesNotContain(personal);
        }
        assertThat(CampaignNames.parts(new CampaignNames().of(campaign("1790000000000000"), 0)))
                .containsExactly("1790000000000000", "set", "");
    }

    @Test
    void a_table_for_spreadsheets_holds_no_formula() {
        numbers.campaigns(
                "shop", List.of(ad("=cmd|' /C calc'!A0", "-5"), ad("say \"hi\", all", "1"), ad("@SUM(1)", "1")));

        String csv = CampaignReport.csv(numbers.take());

        assertThat(csv)
                .startsWith("\"source\",\"event\",\"campaign\"")
                .contains("\"'=cmd|' /C calc'!A0\"", "\"-5.00\"", "\"say \"\"hi\"\", all\"")
                .doesNotContain("\"=", "\"@");
        assertThat(csv.lines()).hasSize(4);
    }

    @Test
    void how_long_delivery_took_is_told_by_classes() {
        numbers.delivered("web", "Purchase", 60, 80);
        numbers.delivered("web", "Purchase", 39, 900);
        numbers.delivered("web", "Purchase", 1, 1_000_000_000);
        ArrayNode list = new ObjectMapper().createArrayNode();

        new EventTable()
                .counts(Map.of(new LedgerEntry(MINUTE, "shop", "web", "Purchase", "delivered", ""), 100L))
                .inAll(Map.of(
                        new LedgerEntry(0, "shop", "web", "Purchase", "accepted", ""), 103L,
                        new LedgerEntry(0, "shop", "web", "Purchase", "delivered", ""), 100L,
                        new LedgerEntry(0, "shop", "web", "Purchase", "dead", "x"), 2L,
                        new LedgerEntry(0, "shop", "web", "Purchase", "replayed", "x"), 1L))
                .latencies(numbers.take())
                .write(list);

        assertThat(list.at("/0/latency_ms/half_within").asLong()).isEqualTo(100);
        assertThat(list.at("/0/latency_ms/most_within").asLong()).isEqualTo(1000);
        assertThat(list.at("/0/waiting").asLong()).isEqualTo(2);
    }

    @Test
    void memory_is_bounded_while_nobody_takes_what_was_counted() {
        for (int i = 0; i < 3 * Numbers.MOST; i++) {
            numbers.delivered("destination " + i, "Purchase", 1, 1);
        }

        assertThat(numbers.take()).hasSize(Numbers.MOST);
    }

    private static Tally quality(String path, String what) {
        return new Tally("QUALITY", MINUTE - MINUTE % 60, "shop", "Purchase", path, what);
    }

    private static Tally copies(String event, String other, String what) {
        return new Tally("COPIES", MINUTE - MINUTE % 60, "shop", event, other, what);
    }

    private static Problem mailProblem() {
        return Problem.warning("user.email", "email_unparseable", "No address.");
    }

    private static Values values(@Nullable String phone, @Nullable String mail) {
        return Values.builder()
                .put(Field.PHONE, phone == null ? null : List.of(phone))
                .put(Field.EMAIL, mail == null ? null : List.of(mail))
                .build();
    }

    private static ConversionEvent event(Values values, List<Problem> problems) {
        return new ConversionEvent(0, "web", "Purchase", "Purchase", "id", NOW, values, List.of(), problems);
    }

    private static HashedEvent hashed(String name, String id) {
        return new HashedEvent(
                0, "web", name, name, id, 1, Values.NONE, List.of(), id, EventKey.of(name + id), List.of());
    }

    private static Campaign campaign(String name) {
        return new Campaign(name, "set", null, null, null, null, null);
    }

    private static HashedEvent ad(String name, String value) {
        Values values = Values.builder()
                .put(Field.VALUE, new BigDecimal(value))
                .put(Field.CURRENCY, "EUR")
                .build();
        return new HashedEvent(
                0,
                "web",
                "Purchase",
                "Purchase",
                "1",
                1,
                values,
                List.of(),
                "1",
                EventKey.of("1"),
                List.of(),
                campaign(name));
    }
}
