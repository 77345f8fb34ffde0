package com.carechain.chat.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Says in OpenAPI what every operation answers when it refuses. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ProblemDocument implements OASFilter {
    @Override
    public Operation filterOperation(Operation operation) {
        operation
                .getResponses()
                .addAPIResponse(
                        "default",
                        OASFactory.createAPIResponse()
                                .description("Refused (RFC 9457); `code` says why")
                                .content(OASFactory.createContent()
                                        .addMediaType(
                                                Problem.MEDIA_TYPE,
                                                OASFactory.createMediaType()
                                                        .schema(OASFactory.createSchema()
                                                                .ref("#/components/schemas/Problem")))));
        return operation;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) document.setComponents(OASFactory.createComponents());
        Schema error = of(SchemaType.OBJECT)
                .addProperty("field", of(SchemaType.STRING))
                .addProperty("message", of(SchemaType.STRING));
        document.getComponents()
                .addSchema(
                        "Problem",
                        of(SchemaType.OBJECT)
                                .addProperty("type", of(SchemaType.STRING).description("urn:carechain:problem:<code>"))
                                .addProperty("title", of(SchemaType.STRING))
                                .addProperty("status", of(SchemaType.INTEGER))
                                .addProperty("detail", of(SchemaType.STRING))
                                .addProperty("code", of(SchemaType.STRING))
                                .addProperty("errors", of(SchemaType.ARRAY).items(error)));
    }

    private static Schema of(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }
}
