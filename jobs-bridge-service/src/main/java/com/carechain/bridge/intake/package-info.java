/**
 * From topic to room: reading, keeping order, delivering, committing.
 *
 * <ul>
 *   <li>One thread owns the Kafka consumer ({@link com.carechain.bridge.intake.Intake}); it only reads, pauses, resumes
 *       and commits.
 *   <li>Records wait in one lane per application ({@link com.carechain.bridge.intake.Lanes}); a lane is in at most one
 *       call at a time, so the order within an application holds while applications travel side by side.
 *   <li>A few couriers on virtual threads take what is ready, at most a batch, and call chat-service. While calls are
 *       under way the next batches gather by themselves.
 *   <li>An offset is committed when every record up to it is finished: applied, known, skipped, or parked and
 *       acknowledged ({@link com.carechain.bridge.intake.PartitionProgress}).
 * </ul>
 *
 * <p>Locks, each held briefly and never two at once, save {@code Lanes} over {@code PartitionProgress} when records are
 * given up: {@code Lanes}, {@code PartitionProgress}, {@code ChatGate}.
 */
@NullMarked
package com.carechain.bridge.intake;

import org.jspecify.annotations.NullMarked;
