/** What the tests of this module need: events to publish, topics of their own, and a chat-service to be played. */
package com.carechain.bridge.testing;
