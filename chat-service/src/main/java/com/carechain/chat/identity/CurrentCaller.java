package com.carechain.chat.identity;

/** Who sent the current REST request. */
@FunctionalInterface
public interface CurrentCaller {
    Caller get();
}
