package com.carechain.chat.room;

import com.carechain.chat.wire.RoomView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a user's rooms, latest activity first.
 *
 * @param nextCursor goes into {@code ?cursor=} for the next page; null at the end
 */
@RegisterForReflection
public record RoomPage(List<RoomView> results, @Nullable String nextCursor) {}
