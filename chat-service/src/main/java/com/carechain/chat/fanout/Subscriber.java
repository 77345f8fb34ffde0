package com.carechain.chat.fanout;

import com.carechain.chat.fanout.RoomEvent.Delivery;

/** Someone on this replica who follows a room. Calls come under the room channel's monitor and must not block. */
public interface Subscriber {
    String userId();

    /** A committed change, in order, never twice. */
    void deliver(RoomChannel channel, Delivery delivery);

    /** Something that may be dropped when the subscriber is slow: typing, presence. */
    void tell(String frame);

    /** The user is not a member of the room any more. */
    void removed(RoomChannel channel);
}
