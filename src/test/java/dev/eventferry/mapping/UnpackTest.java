package dev.eventferry.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventferry.event.ConversionEvent;
import dev.eventferry.event.Field;
import dev.eventferry.event.Item;
import dev.eventferry.intake.BodyReader;
import dev.eventferry.intake.JsonItem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnpackTest {

    private static final String MAPPING = """
            source: shop
            unpack: batch
            event: name
            unlisted: pass
            fields:
              event_id: id
              user.external_id: client
            """;

    @Test
    void each_element_is_an_event_with_what_stands_around_the_list() throws Exception {
        Mapping mapping = Mapping.compile("mappings/shop.yaml", MAPPING);

        List<Item> items = mapping.unpack(items(
                "{\"client\":\"c\",\"batch\":[{\"name\":\"A\",\"id\":\"1\"},{\"name\":\"B\",\"client\":\"own\"}]}"));

        assertThat(items).hasSize(2);
        assertThat(event(mapping, items.get(0)).values().texts(Field.EXTERNAL_ID))
                .containsExactly("c");
        assertThat(event(mapping, items.get(1)).values().texts(Field.EXTERNAL_ID))
                .containsExactly("own");
        assertThat(items.get(0).asJson().path("client").asText()).isEqualTo("c");
    }

    @Test
    void what_holds_no_list_is_an_event_itself() throws Exception {
        Mapping mapping = Mapping.compile("mappings/shop.yaml", MAPPING);
        List<Item> items = items("{\"name\":\"A\"}", "{\"name\":\"A\",\"batch\":[]}", "{\"name\":\"A\",\"batch\":7}");

        assertThat(mapping.unpack(items)).isEqualTo(items);
    }

    @Test
    void an_element_that_is_no_object_is_refused_alone() throws Exception {
        Mapping mapping = Mapping.compile("mappings/shop.yaml", MAPPING);
        List<Item> items = mapping.unpack(items("{\"name\":\"around\",\"batch\":[7,{\"name\":\"A\"}]}"));

        assertThat(mapping.apply(items.get(0), 0, "web")).isInstanceOf(Result.Refused.class);
        assertThat(event(mapping, items.get(1)).name()).isEqualTo("A");
    }

    @Test
    void rows_and_lists_do_not_go_together() {
        assertThatThrownBy(() -> Mapping.compile("mappings/shop.yaml", MAPPING + "group: Name\n"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("leave one of them out");
    }

    @Test
    void untimed_knows_one_word() {
        assertThatThrownBy(() -> Mapping.compile("mappings/shop.yaml", MAPPING + "untimed: later\n"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("untimed may be now");
    }

    private static ConversionEvent event(Mapping mapping, Item item) {
        return ((Result.Mapped) mapping.apply(item, 0, "web")).events().get(0);
    }

    private static List<Item> items(String... texts) throws Exception {
        List<Item> items = new ArrayList<>();
        for (String text : texts) {
            items.add(new JsonItem(BodyReader.JSON.readTree(text)));
        }
        return items;
    }
}
