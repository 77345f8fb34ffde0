package com.carechain.chat.room;

/** CDI event: a room was made and committed by this replica. */
public record RoomMade(Room room) {}
