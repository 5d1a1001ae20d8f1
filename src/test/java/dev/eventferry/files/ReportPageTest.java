package dev.eventferry.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ReportPageTest {

    private static final String REPORT = """
            {"file": "a<b>&'\\".csv", "source": "crm", "status": "stopped", "failure": "81 of 100 <rows>",
             "started_at": "2026-01-01T00:10:00Z", "seconds": 1.5, "rows": 1234567, "rows_per_second": 9,
             "accepted": 5, "duplicate": 0, "filtered": 1, "rejected": 2,
             "reasons": {"currency_unknown": 2, "left <i>out</i>": 1},
             "examples": {"currency_unknown": {"n": 2, "field": "f", "message": "<script>alert(1)</script>",
               "fix": "Send EUR.", "rows": [3, 4]}},
             "warnings": {}, "events_judged": 200,
             "match_keys": [{"field": "user.email", "present": 180, "valid": 100, "dropped": 80}],
             "format_words": ["A table of text, UTF-8."],
             "mapping": [{"field": "user.email", "from": "E-mail, else <Mail>"}]}""";

    @Test
    void it_is_one_page_without_scripts_or_outside_resources_and_escapes_every_word() throws Exception {
        String page = ReportPage.of(new ObjectMapper().readTree(REPORT));

        assertThat(page)
                .doesNotContain("<script", "<b>", "<i>out", "<Mail>", "<rows>", "src=", "href=", "url(", "@import")
                .contains("a&lt;b&gt;&amp;&#39;&quot;.csv", "&lt;script&gt;", "width=device-width")
                .contains("prefers-color-scheme:dark", "default-src 'none'");
    }

    @Test
    void it_tells_counts_reasons_with_their_fix_keys_format_and_mapping() throws Exception {
        String page = ReportPage.of(new ObjectMapper().readTree(REPORT));

        assertThat(page)
                .contains("1,234,567", "81 of 100", "Send EUR.", "Rows: 3, 4", "width:50.0%", "80 not usable")
                .contains("A table of text", "E-mail, else", "left &lt;i&gt;out");
    }
}
