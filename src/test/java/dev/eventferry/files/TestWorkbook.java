package dev.eventferry.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A workbook, written by hand so that each cell is as Excel stores it: {@code s:} a shared text, {@code i:} one in the cell,
 * {@code n:} a number, {@code d:} one that is shown as a time, {@code f:} and {@code fn:} a formula's text and number
 * ({@code formula=value}), {@code e:} an error.
 */
final class TestWorkbook {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";

    private final List<String> names = new ArrayList<>(List.of("Sheet 1"));
    private final List<StringBuilder> sheets = new ArrayList<>(List.of(new StringBuilder()));
    private final List<String> texts = new ArrayList<>();
    private int row;
    private boolean of1904;
    private int padding;

    TestWorkbook of1904() {
        of1904 = true;
        return this;
    }

    TestWorkbook padded(int bytes) {
        padding = bytes;
        return this;
    }

    TestWorkbook sheet(String name) {
        names.add(name);
        sheets.add(new StringBuilder());
        row = 0;
        return this;
    }

    TestWorkbook row(String... names) {
        String[] cells = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            cells[i] = names[i].isEmpty() ? "" : "s:" + names[i];
        }
        return cells(cells);
    }

    TestWorkbook cells(String... cells) {
        row++;
        StringBuilder sheet = sheets.get(sheets.size() - 1);
        sheet.append("<row r=\"").append(row).append("\">");
        for (int i = 0; i < cells.length; i++) {
            if (!cells[i].isEmpty()) {
                String kind = cells[i].substring(0, cells[i].indexOf(':'));
                sheet.append(cell((char) ('A' + i) + "" + row, kind, cells[i].substring(kind.length() + 1)));
            }
        }
        sheet.append("</row>");
        return this;
    }

    private String cell(String place, String kind, String value) {
        String open = "<c r=\"" + place + "\"";
        return switch (kind) {
            case "s" -> {
                texts.add(value);
                yield open + " t=\"s\"><v>" + (texts.size() - 1) + "</v></c>";
            }
            case "i" -> open + " t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
            case "d" -> open + " s=\"1\"><v>" + value + "</v></c>";
            case "f" -> open + " t=\"str\"><f>A9</f><v>" + value + "</v></c>";
            case "fn" -> {
                String[] parts = value.split("=", 2);
                yield open + "><f>" + parts[0] + "</f><v>" + parts[1] + "</v></c>";
            }
            case "e" -> open + " t=\"e\"><v>" + value + "</v></c>";
            default -> open + "><v>" + value + "</v></c>";
        };
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            StringBuilder types = new StringBuilder();
            StringBuilder list = new StringBuilder();
            StringBuilder relations = new StringBuilder();
            for (int i = 1; i <= sheets.size(); i++) {
                types.append("<Override PartName=\"/xl/worksheets/sheet")
                        .append(i)
                        .append(
                                ".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>");
                list.append("<sheet name=\"")
                        .append(names.get(i - 1))
                        .append("\" sheetId=\"")
                        .append(i)
                        .append("\" r:id=\"rId")
                        .append(i)
                        .append("\"/>");
                relations
                        .append("<Relationship Id=\"rId")
                        .append(i)
                        .append("\" Type=\"")
                        .append(RELATIONS)
                        .append("/worksheet\" Target=\"worksheets/sheet")
                        .append(i)
                        .append(".xml\"/>");
            }
            put(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns=\"" + PACKAGE
                            + "content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                            + types
                            + "<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>");
            put(
                    zip,
                    "_rels/.rels",
                    "<Relationships xmlns=\"" + PACKAGE + "relationships\"><Relationship Id=\"rId1\" Type=\""
                            + RELATIONS + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            put(
                    zip,
                    "xl/workbook.xml",
                    "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONS + "\"><workbookPr"
                            + (of1904 ? " date1904=\"1\"" : "") + "/><sheets>" + list + "</sheets></workbook>");
            put(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns=\"" + PACKAGE + "relationships\">" + relations
                            + "<Relationship Id=\"rId98\" Type=\"" + RELATIONS
                            + "/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId99\" Type=\"" + RELATIONS
                            + "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
            put(
                    zip,
                    "xl/styles.xml",
                    "<styleSheet xmlns=\"" + MAIN
                            + "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm;@\"/></numFmts><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
            StringBuilder shared = new StringBuilder("<sst xmlns=\"" + MAIN + "\">");
            texts.forEach(text -> shared.append("<si><t>").append(text).append("</t></si>"));
            put(zip, "xl/sharedStrings.xml", shared + "</sst>");
            for (int i = 1; i <= sheets.size(); i++) {
                put(
                        zip,
                        "xl/worksheets/sheet" + i + ".xml",
                        "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + sheets.get(i - 1)
                                + "</sheetData></worksheet>");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void put(ZipOutputStream zip, String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write((HEAD + xml).getBytes(StandardCharsets.UTF_8));
        byte[] blanks = " ".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < padding && name.startsWith("xl/worksheets/"); i += blanks.length) {
            zip.write(blanks);
        }
        zip.closeEntry();
    }
}
