package dev.eventferry.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventferry.event.ItemPath;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemsTest {

    @Test
    void a_dotted_path_leads_into_JSON_and_its_lists() throws Exception {
        JsonItem item =
                new JsonItem(new ObjectMapper().readTree("{\"a\":{\"b\":[{\"c\":1},{\"c\":null}]},\"d\":\"\"}"));

        assertThat(item.at(ItemPath.of("a.b.0.c"))).hasToString("1");
        assertThat(item.at(ItemPath.of("a.b.1.c"))).isNull();
        assertThat(item.at(ItemPath.of("a.b.2.c"))).isNull();
        assertThat(item.at(ItemPath.of("a.b.x"))).isNull();
        assertThat(item.at(ItemPath.of("a.b.99999999999"))).isNull();
        assertThat(item.at(ItemPath.of("a.b."))).isNull();
        assertThat(item.at(ItemPath.of("d.e"))).isNull();
        assertThat(item.at(ItemPath.of("x"))).isNull();
    }

    @Test
    void columns_are_found_by_their_whole_name_in_any_case() {
        RowHeader header = RowHeader.of(List.of("\uFEFFId", " E-Mail ", "user.email", "", "ID"));
        RowItem row = new RowItem(header, Arrays.asList("1", "a@x.de", "b@x.de", "nobody's", "2"));

        assertThat(row.at(ItemPath.of("Id"))).hasToString("\"1\"");
        assertThat(row.at(ItemPath.of("e-mail"))).hasToString("\"a@x.de\"");
        assertThat(row.at(ItemPath.of("User.Email"))).hasToString("\"b@x.de\"");
        assertThat(row.at(ItemPath.of(""))).isNull();
        assertThat(row.at(ItemPath.of("phone"))).isNull();
        assertThat(header.names()).containsExactly("Id", "E-Mail", "user.email", "", "ID");
    }

    @Test
    void an_empty_cell_and_a_short_row_have_nothing() {
        RowHeader header = RowHeader.of(List.of("a", "b", "c", "d"));
        RowItem row = new RowItem(header, Arrays.asList("1", null, "  "));

        assertThat(row.at(ItemPath.of("b"))).isNull();
        assertThat(row.at(ItemPath.of("c"))).isNull();
        assertThat(row.at(ItemPath.of("d"))).isNull();
        assertThat(row.asJson()).hasToString("{\"a\":\"1\"}");
    }

    @Test
    void items_do_not_give_away_what_they_hold() throws Exception {
        assertThat(new JsonItem(new ObjectMapper().readTree("{\"mail\":\"ada@example.com\"}")).toString())
                .doesNotContain("ada");
        assertThat(new RowItem(RowHeader.of(List.of("mail")), List.of("ada@example.com")).toString())
                .doesNotContain("ada");
    }
}
