package com.carechain.chat.attachment;

import java.io.IOException;
import java.io.InputStream;

/** Looks for viruses. Blocking, within a time limit. */
public interface Scanner {
    /** Whether nothing was found. @throws IOException it could not be found out */
    boolean isClean(InputStream bytes) throws IOException;
}
