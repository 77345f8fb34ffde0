package com.carechain.bench.shape;

import java.util.ArrayList;
import java.util.List;

/** All there are, in the order in which they run: those that fill the table come last. */
public final class Shapes {

    private Shapes() {}

    /** What runs when nothing is asked for. */
    public static List<Shape> usual() {
        List<Shape> shapes = new ArrayList<>();
        shapes.add(new Connections());
        shapes.addAll(Rooms.usual());
        shapes.add(new ReconnectStorm());
        shapes.add(new RestCalls(false));
        shapes.add(new RestCalls(true));
        shapes.add(new KafkaEvents());
        shapes.add(new Lists());
        return shapes;
    }

    /** Usual ones, those that show how cost grows, and one that takes minutes. */
    public static List<Shape> all() {
        List<Shape> shapes = usual();
        shapes.addAll(Rooms.growing());
        shapes.add(new Standing());
        return shapes;
    }
}
