package dev.eventferry.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventferry.camel.StartFailed;
import dev.eventferry.e2e.Bundle;
import dev.eventferry.e2e.Events;
import dev.eventferry.e2e.TikTok;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What people do in the inspector, done in a browser with mouse and keyboard. */
@Timeout(180)
@SuppressWarnings("NullAway.Init")
class BrowserTest {

    private static final String KEY = "a-key-to-look-and-act-0123456789";
    private static final String VIEW_KEY = "a-key-only-to-look-0123456789";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Inspected inspected;
    private static TikTok tikTok;
    private static Bundle bundle;
    private static Browser browser;

    @BeforeAll
    static void start() throws StartFailed {
        inspected = Inspected.start(folder, Map.of("ferry.inspector.keys", KEY, "ferry.inspector.view-keys", VIEW_KEY));
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
        browser.size(1280, 800);
        browser.colours("light");
        inspected.openAnew();
    }

    @Test
    void figures_of_what_was_posted_are_seen() {
        long before = bundle.ledger("accepted");
        long deliveredBefore = bundle.ledger("delivered");
        bundle.sender().post(Events.purchases(List.of("seen-1", "seen-2", "seen-3", "seen-1")));
        await().atMost(PATIENCE)
                .until(() ->
                        bundle.ledger("delivered") == deliveredBefore + 3 && bundle.ledger("accepted") == before + 3);

        browser.signIn(KEY);
        browser.untilDrawn("overview");

        List<String> web = browser.rows("By destination").get(0);
        assertThat(web.get(0)).isEqualTo("web");
        assertThat(web.get(1)).isEqualTo(Long.toString(before + 3));
        assertThat(web.get(5)).isEqualTo(Long.toString(deliveredBefore + 3));
        assertThat(browser.rows("How each is doing").get(0)).startsWith("web", "open");
        assertThat(browser.trouble()).isEmpty();
    }

    @Test
    void an_event_is_seen_as_it_passes_and_opened_with_what_was_sent_and_what_tiktok_said() {
        browser.signIn(KEY);
        browser.show("live");
        browser.until("it listens", "return document.querySelector('[role=status]').textContent === 'Live.'");
        ObjectNode purchase = Events.purchase("passing-1");
        purchase.withObject("/user").put("em", "passing@example.com");
        purchase.withObject("/properties")
                .withArray("contents")
                .addObject()
                .put("content_id", "tea")
                .put("price", 9.9);
        assertThat(bundle.sender().post(purchase.toString()).status()).isEqualTo(202);

        browser.until("it passes and is delivered", """
                return [...document.querySelectorAll('tbody tr')].some((row) => row.textContent.includes('passing-1')
                    && row.querySelector('.state').textContent.startsWith('delivered'))""");
        browser.run("[...document.querySelectorAll('tbody tr')].find((row) => row.textContent.includes('passing-1'))"
                + ".querySelector('a').click()");
        browser.until("what was sent is shown", "return document.querySelector('pre') !== null");

        assertThat(browser.rows("What is known of it"))
                .contains(List.of("State", "delivered"), List.of("Event id", "passing-1"));
        assertThat(browser.rows("What each field was read from"))
                .contains(
                        List.of("user.email", "user.em"),
                        List.of("properties.contents[0].price", "properties.contents[0].price"),
                        List.of("properties.num_items", "the rules, by its other fields"));
        List<String> answer = browser.rows("Requests with this event").get(0);
        assertThat(answer.get(1)).isEqualTo("0");
        assertThat(answer.get(4)).isNotEmpty();
        String sent = String.valueOf(browser.run("return document.querySelector('pre').textContent"));
        assertThat(sent).contains("\"event\": \"Purchase\"", "passing-1").doesNotContain("@");
        browser.size(390, 844);
        assertThat(browser.complaints()).as("on a phone").isEmpty();
        assertThat(browser.trouble()).isEmpty();
    }

    @Test
    void a_person_is_looked_for_by_a_digest_that_the_browser_makes() {
        bundle.sender()
                .post(Events.purchase("of-ada", "ada.lovelace@example.com").toString());
        bundle.sender().post(Events.purchase("of-bob", "bob@example.com").toString());
        browser.signIn(KEY);
        browser.show("live");
        browser.click("#live-user");
        browser.type(" Ada.Lovelace@Example.com " + Keys.ENTER);

        browser.until("only hers are left", """
                const rows = [...document.querySelectorAll('tbody tr')];
                return rows.length === 1 && rows[0].textContent.includes('of-ada')""");
        assertThat(String.valueOf(browser.run(
                        "return performance.getEntriesByType('resource').map((entry) => entry.name).join(' ')")))
                .contains("user=")
                .doesNotContainIgnoringCase("lovelace");
        assertThat(browser.trouble()).isEmpty();
    }

    @Test
    void a_dead_letter_is_opened_and_replayed_with_clicks() {
        die("lost-1", "lost-2");
        browser.signIn(KEY);
        browser.show("dead");

        browser.click("button[id^=show-web-refused]");
        browser.until("both are listed", "return document.querySelectorAll('[id^=choose-]').length === 2");
        browser.click("button[id^=open-]");
        browser.until("it is opened", "return document.querySelector('pre') !== null");
        assertThat(browser.text()).contains("lost-", "data.", "Not a valid string");
        assertThat(browser.text()).doesNotContain("customer-lost");

        browser.click("#dry-run");
        browser.until("it is counted", "return document.getElementById('said').textContent.startsWith('2 events')");
        browser.click("#replay");
        assertThat(browser.confirm()).startsWith("Send 2 events again");

        await().atMost(PATIENCE).until(() -> tikTok.has("lost-1") && tikTok.has("lost-2"));
        browser.until("none is left", "return document.querySelector('main').textContent.includes('None that fit')");
        assertThat(browser.the("#said").getText()).isEqualTo("2 events are sent again.");
        assertThat(browser.trouble()).isEmpty();
    }

    @Test
    void who_may_only_look_has_nothing_to_press() throws IOException {
        die("kept-1");
        browser.signIn(VIEW_KEY);
        browser.show("dead");

        browser.click("button[id^=show-web-refused]");
        browser.click("button[id^=open-]");
        browser.until("it is opened", "return document.querySelector('pre') !== null");
        assertThat(browser.has("#replay")).isFalse();
        assertThat(browser.has("#dry-run")).isFalse();
        assertThat(browser.has("[id^=choose-]")).isFalse();
        assertThat(browser.trouble()).isEmpty();

        Object refused = browser.run("""
                return (async () => {
                const session = await (await fetch('/v1/inspect/session')).json();
                const answer = await fetch('/v1/inspect/replay', {
                  method: 'POST', headers: { 'X-CSRF-Token': session.csrf }, body: '{"all":true}' });
                return (await answer.json()).error.code;
                })()""");
        assertThat(refused).isEqualTo("view_only");
        assertThat(bundle.sender()
                        .call("GET", "/v1/inspect/dead", "X-Api-Key", KEY)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(bundle.sender()
                        .postTo("/v1/inspect/replay", "{\"all\":true}", "X-Api-Key", KEY)
                        .status())
                .isEqualTo(200);
        await().atMost(PATIENCE).until(() -> tikTok.has("kept-1"));
    }

    @Test
    void a_dropped_file_is_seen_with_its_counts() throws IOException {
        browser.signIn(KEY);
        browser.show("imports");
        bundle.drop(
                "canonical",
                "of-today.ndjson",
                Events.lines(List.of(Events.purchase("row-1"), Events.purchase("row-2"), Events.bad("row-3"))));

        browser.until("the file is read", """
                return [...document.querySelectorAll('main tbody tr')]
                    .some((row) => row.textContent.includes('of-today') && row.querySelector('progress').value === 100
                        && row.cells[1].textContent === 'done')""");

        List<String> file = browser.rows("Files").get(0);
        assertThat(file.get(0)).isEqualTo("canonical/of-today.ndjson");
        assertThat(file.subList(3, 8)).containsExactly("3", "2", "0", "0", "1");
        assertThat(browser.trouble()).isEmpty();
    }

    @Test
    void the_session_ends_with_a_click_and_figures_with_it() {
        browser.signIn(KEY);
        browser.untilDrawn("overview");
        assertThat(browser.trouble()).isEmpty();

        browser.click("#sign-out");
        browser.until("the key is asked for", "return document.getElementById('key') !== null");
        assertThat(browser.run("return document.querySelector('nav').hidden")).isEqualTo(true);
        assertThat(browser.run("return fetch('/v1/inspect/status').then((answer) => answer.status)"))
                .isEqualTo(401L);
        browser.type("not-" + KEY + Keys.ENTER);
        browser.until("it is refused", "return document.querySelector('[role=alert]').textContent !== ''");
        assertThat(browser.text()).contains("This key is not one of ours.");
    }

    @Test
    void every_view_is_reached_and_used_with_the_keyboard_alone() {
        die("typed-1");
        browser.signIn(KEY);
        browser.untilDrawn("overview");
        browser.reload();
        browser.untilDrawn("overview");
        browser.type(Keys.TAB);
        assertThat(focused()).isEqualTo("Skip to the content");
        for (String view : browser.views()) {
            browser.run("document.querySelector('.skip').focus()");
            tabTo("nav a[href='#" + view + "']");
            browser.type(Keys.ENTER);
            browser.untilDrawn(view);
            assertThat(browser.run("return document.activeElement.id")).isEqualTo("main");
            browser.type(Keys.TAB);
            assertThat(browser.run("return document.activeElement !== document.body"))
                    .as("something in %s takes the focus", view)
                    .isEqualTo(true);
            requireSeenFocus();
        }

        browser.show("dead");
        tabTo("[id^=choose-]");
        browser.type(Keys.SPACE);
        browser.until("it is chosen", "return document.getElementById('replay').textContent === 'Replay 1 selected'");
        browser.type(Keys.chord(Keys.SHIFT, Keys.TAB));
        tabTo("button[id^=open-]");
        browser.type(Keys.ENTER);
        browser.until("it is opened", "return document.activeElement.textContent.startsWith('Dead letter ')");
        browser.run("document.querySelector('form[role=search] input').focus()");
        tabTo("#replay");
        browser.type(Keys.ENTER);
        browser.confirm();
        await().atMost(PATIENCE).until(() -> tikTok.has("typed-1"));
        assertThat(browser.trouble()).isEmpty();
    }

    @Test
    void every_view_fits_a_phone_and_a_desk_in_light_and_dark_and_names_what_it_has() {
        die("shaped-1");
        browser.the("#key");
        assertThat(browser.complaints()).as("the page that asks for a key").isEmpty();
        browser.signIn(KEY);
        for (String scheme : List.of("light", "dark")) {
            browser.colours(scheme);
            for (int width : List.of(1280, 390)) {
                browser.size(width, 844);
                for (String view : browser.views()) {
                    browser.show(view);
                    unfold(view);
                    assertThat(browser.complaints())
                            .as("%s, %d wide, %s", view, width, scheme)
                            .isEmpty();
                    assertThat(browser.strangers()).as(view).isEmpty();
                    assertThat(browser.trouble()).as(view).isEmpty();
                }
            }
        }
        assertThat(bundle.sender()
                        .postTo("/v1/inspect/replay", "{\"all\":true}", "X-Api-Key", KEY)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_is_wrong_with_a_page_would_be_found() {
        browser.signIn(KEY);
        browser.untilDrawn("overview");
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.strangers()).isEmpty();
        browser.run("""
                const main = document.querySelector('main');
                main.innerHTML += '<button></button><h4>Too deep</h4><p class=empty id=main>Twice</p>'
                    + '<p style="width: 2000px">Wide</p><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>';
                const faint = document.createElement('p');
                faint.textContent = 'Faint';
                faint.style.color = '#ccc';
                const script = document.createElement('script');
                script.textContent = 'alert(1)';
                const wide = document.createElement('p');
                wide.textContent = 'Wide';
                wide.style.width = '2000px';
                main.append(faint, script, wide);
                setTimeout(() => { throw new Error('thrown on purpose'); });
                console.error('said on purpose');""");

        assertThat(browser.complaints())
                .contains("a button without a name", "H4 \"Too deep\" after h2", "the id main twice")
                .anyMatch(each -> each.startsWith("contrast 1.") && each.contains("Faint"))
                .anyMatch(each -> each.contains("wide where 1280 are"));
        assertThat(browser.strangers()).contains("img", "img onerror", "script", "a href=javascript:alert(1)");
        assertThat(browser.trouble())
                .anyMatch(each -> each.startsWith("policy: script-src-elem inline"))
                .anyMatch(each -> each.startsWith("policy: script-src-attr inline"))
                .anyMatch(each -> each.contains("thrown on purpose"))
                .anyMatch(each -> each.contains("said on purpose"));
        browser.run("setTimeout(() => alert('opened on purpose'))");
        assertThat(browser.confirm()).isEqualTo("opened on purpose");
    }

    /** Opens what a view keeps closed, so that it is looked at, too. */
    private static void unfold(String view) {
        if (view.equals("dead")) {
            browser.click("button[id^=open-]");
            browser.the("pre");
        }
    }

    /** TikTok refuses these events once, and takes them when they come again. */
    private static void die(String... ids) {
        long dead = bundle.ledger("dead");
        tikTok.simulator()
                .faults("poison: ["
                        + String.join(
                                ", ",
                                List.of(ids).stream()
                                        .map(id -> "{event_id: " + id + "}")
                                        .toList()) + "]");
        bundle.sender().post(Events.purchases(List.of(ids)));
        await().atMost(PATIENCE).until(() -> bundle.ledger("dead") == dead + ids.length);
        tikTok.simulator().faults("{clear: true}");
    }

    /** Goes on by the tabulator until the focus is there; each stop on the way is seen. */
    private static void tabTo(String selector) {
        for (int i = 0; i < 100; i++) {
            browser.type(Keys.TAB);
            if (Boolean.TRUE.equals(browser.run("return document.activeElement.matches(arguments[0])", selector))) {
                requireSeenFocus();
                return;
            }
        }
        throw new AssertionError("the tabulator does not lead to " + selector);
    }

    private static void requireSeenFocus() {
        assertThat(browser.run("""
                const style = getComputedStyle(document.activeElement);
                const place = document.activeElement.getBoundingClientRect();
                return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                    && place.width > 0 && place.bottom > 0 && place.top < innerHeight""")).as("the focus on %s is seen", focused()).isEqualTo(true);
    }

    private static String focused() {
        return String.valueOf(browser.run("return document.activeElement.textContent"));
    }
}
