package com.carechain.local.identity;

import com.carechain.local.identity.IdentityApi.Request;
import com.carechain.local.identity.IdentityApi.Response;

/** One more address below {@code /dev} for {@link IdentityApi}, which need not know what it is for. */
public interface DevEndpoint {

    String path();

    int maxBodyBytes();

    /** May take its time. */
    Response answer(Request request);
}
