package com.carechain.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the names that users, and people who are up to something, give to files. */
class FileNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cv.pdf                              | cv.pdf",
                "../../etc/passwd                    | passwd",
                "..\\..\\windows\\system32\\cmd.exe  | cmd.exe",
                "C:\\Users\\ana\\Lebenslauf ä.pdf    | Lebenslauf ä.pdf",
                "a%00b%0d%0Ac%22.pdf                 | a_b__c_.pdf",
                "..                                  | file",
                "/                                   | file",
                ".htaccess                           | htaccess",
                "سيرة ذاتية.pdf                      | سيرة ذاتية.pdf",
                "履歴書.pdf                           | 履歴書.pdf",
                "100% sure.pdf                       | 100% sure.pdf"
            })
    void aNameKeepsWhatIsANameAndNothingElse(String given, String cleaned) {
        assertThat(FileName.cleaned(given)).isEqualTo(cleaned);
    }

    @Test
    void nothingUnseenStaysInAName() {
        assertThat(FileName.cleaned("cv\u202Efdp.exe")).isEqualTo("cvfdp.exe");
        assertThat(FileName.cleaned("a\r\nSet-Cookie: b\0c\u2028d\uFEFF.pdf")).isEqualTo("aSet-Cookie_ bcd.pdf");
        assertThat(FileName.cleaned("half \ud83d.pdf")).isEqualTo("half .pdf");
        assertThat(FileName.cleaned("\u202E\u200F ")).isEqualTo("file");
        assertThat(FileName.cleaned("a<b>:\"?*|c.pdf")).isEqualTo("a_b______c.pdf");
        assertThat(FileName.cleaned(null)).isEqualTo("file");
        assertThat(FileName.cleaned("")).isEqualTo("file");
    }

    @Test
    void aLongNameIsCutBeforeItsEnding() {
        assertThat(FileName.cleaned("x".repeat(300) + ".pdf")).hasSize(200).endsWith("x.pdf");
        String faces = FileName.cleaned("😀".repeat(300) + ".pdf");
        assertThat(faces.codePointCount(0, faces.length())).isEqualTo(200);
        assertThat(faces).endsWith("😀.pdf");
        assertThat(FileName.cleaned("x." + "y".repeat(300))).hasSize(200);
    }

    @Test
    void aDispositionCannotBeLeft() {
        assertThat(FileName.disposition("Größe \"1\"; x=y.pdf"))
                .isEqualTo("attachment; filename=\"Gr__e _1_; x=y.pdf\";"
                        + " filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22%3B%20x%3Dy.pdf");
    }
}
