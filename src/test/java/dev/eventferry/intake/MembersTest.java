package dev.eventferry.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MembersTest {

    /** Few and many members, put, replaced and removed at random: always what a LinkedHashMap would say. */
    @Test
    void it_is_a_map_that_keeps_its_order() {
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            Map<String, JsonNode> expected = new LinkedHashMap<>();
            Map<String, JsonNode> members = new Members();
            int names = 1 + random.nextInt(60);
            for (int i = 0; i < 100; i++) {
                String name = "name" + random.nextInt(names); // never the same object twice
                if (random.nextInt(4) == 0) {
                    assertThat(members.remove(name)).isEqualTo(expected.remove(name));
                } else {
                    JsonNode value = IntNode.valueOf(i);
                    assertThat(members.put(name, value)).isEqualTo(expected.put(name, value));
                }
                String other = "name" + random.nextInt(names);
                assertThat(members.get(other)).isEqualTo(expected.get(other));
                assertThat(members.containsKey(other)).isEqualTo(expected.containsKey(other));
            }
            assertThat(members).isEqualTo(expected).hasSameSizeAs(expected);
            assertThat(List.copyOf(members.keySet())).isEqualTo(List.copyOf(expected.keySet()));
            assertThat(List.copyOf(members.values())).isEqualTo(List.copyOf(expected.values()));
        }
    }

    @Test
    void what_an_iterator_removes_or_sets_is_removed_or_set() {
        Members members = new Members();
        for (int i = 0; i < 10; i++) {
            members.put("name" + i, IntNode.valueOf(i));
        }

        for (Iterator<Map.Entry<String, JsonNode>> all = members.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> member = all.next();
            if (member.getValue().intValue() % 2 == 0) {
                all.remove();
            } else {
                member.setValue(IntNode.valueOf(-member.getValue().intValue()));
            }
        }

        assertThat(members.keySet()).containsExactly("name1", "name3", "name5", "name7", "name9");
        assertThat(members.get("name3")).isEqualTo(IntNode.valueOf(-3));
        members.clear();
        assertThat(members).isEmpty();
        assertThat(members.get("name3")).isNull();
    }

    @Test
    void what_every_door_reads_is_held_so_and_is_plain_json() throws Exception {
        List<String> names = new ArrayList<>();
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 40; i++) {
            names.add("n" + i);
            json.append(i == 0 ? "" : ",").append("\"n").append(i).append("\":").append(i);
        }
        json.append('}');

        JsonNode read = BodyReader.JSON.readTree(json.toString());

        assertThat(read.fieldNames()).toIterable().containsExactlyElementsOf(names);
        assertThat(read.toString()).isEqualTo(json.toString());
        assertThat(read.<JsonNode>deepCopy()).isEqualTo(read);
    }
}
