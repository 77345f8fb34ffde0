package com.carechain.chat.room;

import java.util.List;

/** CDI event: these rooms were made and committed by this replica. As they were made, whatever has been said in them since. */
public record RoomsMade(List<Room> rooms) {}
