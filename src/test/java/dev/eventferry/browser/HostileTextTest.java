package dev.eventferry.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.e2e.Bundle;
import dev.eventferry.e2e.Events;
import dev.eventferry.e2e.TikTok;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever may send an event, name a file or answer in TikTok's stead writes what the inspector shows. Whatever that is, it
 * stays a text: no element, no script, no dialog, no request to anywhere else, and no policy that had to stop one.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class HostileTextTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> HOSTILE = hostile();

    /** Of these the longest name of a file is made. */
    private static final int LONGEST_NAME = 200;

    /** As many files as the page tells of when they are through. */
    private static final int FILES = 50;

    @TempDir
    static Path folder;

    private static Inspected inspected;
    private static TikTok tikTok;
    private static Bundle bundle;
    private static Browser browser;

    @BeforeAll
    static void start() throws StartFailed {
        inspected = Inspected.start(
                folder,
                Map.of(
                        "ferry.batch.size",
                        "1",
                        "ferry.routes-dir",
                        Bundle.copyOfRoutes(folder.resolve("routes")).toString(),
                        "ferry.mappings-dir",
                        Bundle.copyOfMappings(folder.resolve("mappings")).toString()));
        tikTok = inspected.tikTok();
        bundle = inspected.bundle();
        browser = inspected.browser();
    }

    @AfterAll
    static void stop() {
        if (inspected != null) {
            inspected.close();
        }
    }

    @BeforeEach
    void openThePage() {
        inspected.openAnew();
        browser.untilDrawn("overview");
    }

    @Test
    void ids_names_addresses_and_tiktoks_words_stay_texts() throws IOException {
        long before = bundle.ledger("dead") + bundle.ledger("delivered");
        ArrayNode answers = JSON.createArrayNode();
        List<ObjectNode> events = new ArrayList<>();
        for (String text : HOSTILE) {
            answers.addObject().put("code", 40002).put("message", "data.0.event_id: " + text);
            ObjectNode event = Events.purchase(text);
            event.withObject("/page").put("url", "https://shop.example.com/" + text.replaceAll("[\\p{Cntrl} ]", "-"));
            event.withObject("/properties").put("description", text).put("search_string", text);
            events.add(event);
            events.add(Events.purchase("named-" + events.size()).put("event", text));
        }
        tikTok.simulator().faults(JSON.createObjectNode().set("next", answers).toString());
        JsonNode verdicts = JSON.readTree(
                bundle.sender().postTo("/v1/events", Events.array(events)).body());
        int accepted = verdicts.path("accepted").asInt();
        assertThat(accepted)
                .as("ids are taken as they are, names are not")
                .isBetween(HOSTILE.size() - 5, HOSTILE.size() + 5);
        await().atMost(PATIENCE).until(() -> bundle.ledger("dead") + bundle.ledger("delivered") == before + accepted);
        tikTok.simulator().faults("{clear: true}");

        JsonNode letters = bundle.sender()
                .call("GET", "/v1/inspect/dead?limit=1000")
                .json()
                .path("dead");
        assertThat(letters.size()).isGreaterThan(HOSTILE.size() - 6);
        browser.show("dead");
        browser.until("all are listed", """
                document.getElementById('more')?.click();
                return document.querySelectorAll('[id^=choose-]').length === arguments[0]""", letters.size());
        List<List<String>> rows = browser.rows(letters.size() + " of ");
        for (int i = 0; i < letters.size(); i++) {
            JsonNode letter = letters.get(i);
            assertThat(rows.get(i))
                    .contains(
                            letter.path("event").asText(),
                            letter.path("event_id").asText(),
                            letter.path("message").asText());
        }
        requireOnlyTexts("dead");
        for (JsonNode letter : letters) {
            String id = letter.path("id").asText();
            browser.click("#open-" + id);
            browser.until("the letter is opened", """
                    const told = watch.told.filter((each) => each.path.endsWith('/dead/' + arguments[0])).at(-1);
                    const shown = document.querySelector('pre');
                    return told !== undefined && shown !== null
                        && shown.textContent === JSON.stringify(JSON.parse(told.text).payload, null, 2)""", id);
        }
        requireOnlyTexts("dead");
        requireOnlyTextsEverywhere();
    }

    @Test
    void names_of_files_stay_texts() throws IOException {
        List<String> names = new ArrayList<>();
        for (String text : HOSTILE) {
            String name = text.replaceAll("[/\u0000]", "_").replaceFirst("^\\.+", "_");
            name = name.substring(0, Math.min(name.length(), LONGEST_NAME)) + ".ndjson";
            if (names.size() < FILES && isSpelled(name) && !names.contains(name)) {
                names.add(name);
            }
        }
        assertThat(names).hasSize(FILES);
        for (String name : names) {
            bundle.drop("canonical", name, Events.purchase("of-" + names.indexOf(name)) + "\n<b>no event</b>\n");
        }
        browser.show("imports");
        browser.until("the files are through", """
                return [...document.querySelectorAll('main tbody tr')]
                    .filter((row) => ['done', 'not_taken'].includes(row.cells[1]?.textContent)).length === arguments[0]""", FILES);

        Map<Boolean, List<String>> shown = browser.rows("Files").stream()
                .collect(Collectors.partitioningBy(
                        row -> row.get(1).equals("done"), Collectors.mapping(row -> row.get(0), Collectors.toList())));
        assertThat(shown.get(true))
                .hasSizeGreaterThan(FILES / 2)
                .allMatch(name -> names.contains(name.substring("canonical/".length())));
        assertThat(shown.get(false))
                .as("names that are not taken")
                .allMatch(name -> name.matches("canonical/[\\p{L}\\p{N} ._()?-]+"));
        requireOnlyTextsEverywhere();
    }

    @Test
    void names_of_routes_and_mappings_and_why_a_destination_rests_stay_texts() throws IOException {
        for (String text : List.of("<img src=x onerror=alert(1)>", "\" onmouseover=alert(1) x=\"", "${alert(1)}")) {
            Files.writeString(folder.resolve("mappings").resolve(text + ".yaml"), text + ": [");
            Files.writeString(folder.resolve("routes").resolve(text + ".camel.yaml"), "- " + text + ": [");
        }
        String words = String.join(" ", HOSTILE.subList(0, 20));
        tikTok.simulator()
                .faults(JSON.createObjectNode()
                        .set(
                                "always",
                                JSON.createObjectNode().put("code", 40105).put("message", words))
                        .toString());
        bundle.sender().post(Events.purchase("waits").toString());
        await().atMost(PATIENCE)
                .until(() -> bundle.sender()
                                .status()
                                .at("/lanes/0/parked/reason")
                                .asText()
                                .contains("<script>")
                        && bundle.sender().status().at("/config/refused").size() > 0);

        browser.show("overview");
        JsonNode status = Objects.requireNonNull(browser.told("/v1/inspect/status"));
        String shown = browser.text();
        assertThat(shown).contains(status.at("/lanes/0/parked/reason").asText());
        for (JsonNode refused : status.at("/config/refused")) {
            assertThat(shown)
                    .contains(
                            refused.path("file").asText(),
                            refused.path("reason").asText());
        }
        requireOnlyTextsEverywhere();
    }

    @Test
    void what_stands_behind_the_address_and_in_a_filter_stays_a_text() {
        browser.run("""
                return (async () => {
                  for (const text of arguments[0]) {
                    location.hash = text;
                    await new Promise(requestAnimationFrame);
                  }
                })()""", HOSTILE);
        browser.show("dead");
        for (String field : List.of("destination", "source", "reason", "code")) {
            browser.run("document.getElementById('by-' + arguments[0]).value = arguments[1]", field, HOSTILE.get(8));
        }
        browser.click("form button[type=submit]");
        browser.until("it is said that it cannot be", "return document.getElementById('said').textContent !== ''");
        assertThat(browser.strangers()).isEmpty();
        assertThat(browser.trouble()).as("only that the filter was refused").allMatch(each -> each.contains("400"));
    }

    private static void requireOnlyTextsEverywhere() {
        for (String view : browser.views()) {
            browser.show(view);
            requireOnlyTexts(view);
        }
    }

    private static void requireOnlyTexts(String view) {
        assertThat(browser.strangers()).as("elements in %s", view).isEmpty();
        assertThat(browser.trouble()).as("trouble in %s", view).isEmpty();
        assertThat(browser.run("return ({}).polluted === undefined")).isEqualTo(true);
        assertThat(browser.run("""
                return performance.getEntriesByType('resource').map((each) => each.name)
                    .filter((name) => new URL(name).origin !== location.origin)""")).as("requests to elsewhere from %s", view).isEqualTo(List.of());
    }

    /** Whether a file can have that name where these tests run. */
    private static boolean isSpelled(String name) {
        try {
            return Path.of(name).toString().getBytes(StandardCharsets.UTF_8).length < 240;
        } catch (InvalidPathException e) {
            return false; // a locale without these letters
        }
    }

    private static List<String> hostile() {
        try (InputStream in =
                Objects.requireNonNull(HostileTextTest.class.getResourceAsStream("/browser/hostile.json"))) {
            return List.of(JSON.readValue(in, String[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
