package com.carechain.presence.state;

/** How far the clock is ahead of Redis's, in ms. Always 0, except in tests: they move time instead of waiting for it. */
@FunctionalInterface
public interface ClockOffset {

    ClockOffset NONE = () -> 0;

    long millis();
}
