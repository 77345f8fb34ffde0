package com.carechain.chat.admin;

import com.carechain.chat.ops.ChatConfig;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from. Anybody can write {@code X-Forwarded-For}; so it is read from its end, where the nearest proxy has written,
 * and only as long as the one who wrote is a proxy that we trust.
 */
@ApplicationScoped
class ClientAddress {
    private final List<IpSubnetFilterRule> trusted;

    @Inject
    ClientAddress(ChatConfig config) {
        this(config.admin().trustedProxies().orElse(List.of()));
    }

    /** @param trusted addresses or subnets */
    ClientAddress(List<String> trusted) {
        this.trusted = trusted.stream().map(ClientAddress::rule).toList();
    }

    /**
     * @param peer      who opened the connection
     * @param forwarded every {@code X-Forwarded-For} header, in order
     */
    String of(String peer, List<String> forwarded) {
        List<String> hops = forwarded.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .toList();
        InetAddress believed = literal(peer);
        for (String hop : hops.reversed()) {
            if (believed == null || !isTrusted(believed)) break;
            InetAddress before = literal(hop);
            if (before == null) break; // not an address: the proxy knew no better
            believed = before;
        }
        return believed == null ? peer : NetUtil.toAddressString(believed);
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(rule -> rule.matches(new InetSocketAddress(address, 0)));
    }

    private static IpSubnetFilterRule rule(String subnet) {
        String[] parts = subnet.strip().split("/", 2);
        InetAddress address = literal(parts[0]);
        if (address == null) throw new IllegalArgumentException("not an address or subnet: " + subnet);
        int bits = address.getAddress().length * 8;
        int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
        if (prefix < 0 || prefix > bits) throw new IllegalArgumentException("not a subnet: " + subnet);
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    }

    /** Never asks the network for a name. */
    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
