package com.carechain.bridge.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Application events as the job platform writes them: structured CloudEvents that a test may bend. */
public final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Events() {}

    public static ObjectNode submitted(String application, long version) {
        return event("submitted", application, version);
    }

    public static ObjectNode statusChanged(String application, long version, String from, String to) {
        ObjectNode event = event("status-changed", application, version);
        data(event).put("previous_status", from).put("status", to);
        return event;
    }

    public static ObjectNode interviewScheduled(String application, long version) {
        ObjectNode event = event("interview-scheduled", application, version);
        data(event)
                .putObject("interview")
                .put("id", "interview-1")
                .put("starts_at", "2026-02-03T14:00:00Z")
                .put("duration_minutes", 45)
                .put("time_zone", "Europe/Berlin")
                .put("location", "Main Street 5, room 2")
                .put("video_url", "https://video.example/room?id=1&x=%20y");
        return event;
    }

    public static ObjectNode interviewCancelled(String application, long version) {
        ObjectNode event = interviewScheduled(application, version);
        event.put("type", "com.carechain.application.interview-cancelled");
        return event;
    }

    public static ObjectNode withdrawn(String application, long version) {
        return event("withdrawn", application, version);
    }

    public static ObjectNode data(ObjectNode event) {
        return (ObjectNode) event.get("data");
    }

    public static ObjectNode interview(ObjectNode event) {
        return (ObjectNode) data(event).get("interview");
    }

    /** The id is made of application, version and type, so the same event published again is the same event. */
    public static ObjectNode event(String type, String application, long version) {
        ObjectNode event = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", application + "-" + version + "-" + type)
                .put("source", "/jobs")
                .put("type", "com.carechain.application." + type)
                .put("time", "2026-01-31T12:00:00Z")
                .put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data")
                .put("application_id", application)
                .put("version", version)
                .put("occurred_at", "2026-01-31T12:00:00Z");
        data.putObject("job").put("id", "job-1").put("title", "Senior Nurse");
        data.putObject("candidate").put("id", "candidate-1").put("name", "Maria Silva");
        data.putObject("employer").put("id", "employer-1").put("name", "Acme Clinic");
        return event;
    }
}
