package com.carechain.chat.message;

import com.carechain.chat.attachment.Shown;
import com.carechain.chat.message.Outcome.Stored;
import com.carechain.chat.problem.Refusal;
import com.carechain.chat.wire.AttachmentView;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A batch in which messages show files: the statement that stores messages, then the one that gives them their files, in one
 * transaction. A message whose files it may not have is taken out and the others are stored without it.
 */
final class FileClaims {
    private FileClaims() {}

    /** Stores drafts in the open transaction; outcomes in their order. */
    interface Storing {
        Outcome[] store(List<Draft> drafts) throws SQLException;
    }

    static boolean areIn(List<Draft> drafts) {
        for (Draft draft : drafts) if (!draft.files().isEmpty()) return true;
        return false;
    }

    static Outcome[] store(Connection connection, List<Draft> drafts, Storing storing) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Outcome[] outcomes = new Outcome[drafts.size()];
            List<Integer> rest =
                    new ArrayList<>(IntStream.range(0, drafts.size()).boxed().toList());
            boolean isDone = false;
            while (!isDone && !rest.isEmpty()) {
                Outcome[] stored = storing.store(rest.stream().map(drafts::get).toList());
                for (int i = 0; i < stored.length; i++) outcomes[rest.get(i)] = stored[i];
                List<Integer> refused = claim(connection, drafts, rest, outcomes);
                isDone = refused.isEmpty();
                if (!isDone) connection.rollback();
                rest.removeAll(refused);
            }
            if (isDone) connection.commit();
            return outcomes;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Gives what was stored its files. Which ones did not get all: their outcomes say so. */
    private static List<Integer> claim(
            Connection connection, List<Draft> drafts, List<Integer> rest, Outcome[] outcomes) throws SQLException {
        List<Integer> asking = rest.stream()
                .filter(n -> !drafts.get(n).files().isEmpty() && outcomes[n] instanceof Stored s && !s.duplicate())
                .toList();
        if (asking.isEmpty()) return List.of();
        List<Shown.Claim> claims = new ArrayList<>();
        for (int n : asking) add(n, drafts.get(n), claims);
        Map<Integer, List<AttachmentView>> claimed = Shown.claim(connection, claims);
        List<Integer> refused = new ArrayList<>();
        for (int n : asking) {
            List<AttachmentView> files = claimed.getOrDefault(n, List.of());
            if (files.size() < drafts.get(n).files().size()) {
                refused.add(n);
                outcomes[n] = new Outcome.Refused(notYours());
            } else if (outcomes[n] instanceof Stored stored) {
                outcomes[n] = stored.with(files);
            }
        }
        return refused;
    }

    private static void add(int n, Draft draft, List<Shown.Claim> claims) {
        for (int i = 0; i < draft.files().size(); i++)
            claims.add(new Shown.Claim(
                    n,
                    draft.roomId(),
                    draft.id(),
                    draft.sender().id(),
                    draft.files().get(i),
                    i));
    }

    private static Refusal notYours() {
        return Refusal.invalid(
                "attachment_ids",
                "must be uploads of yours to this room that no message shows and no scan has refused");
    }
}
