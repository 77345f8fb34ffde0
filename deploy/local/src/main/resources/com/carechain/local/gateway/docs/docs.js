"use strict";

const urls = ["chat-service", "presence-service", "jobs-bridge-service"].map((name) => ({
  name,
  url: `openapi/${name}.json`,
}));

/** First what everybody may call. */
const forFew = ["admin", "internal"];
const rank = (tag) => forFew.indexOf(tag.toLowerCase());

/** What only services may call is there to be read: the gateway would answer 404. */
const onlyWhatTheGatewayPassesOn = {
  statePlugins: {
    spec: {
      wrapSelectors: {
        allowTryItOutFor: (usual) => (state, path, method) => !path.startsWith("/internal/") && usual(state, path, method),
      },
    },
  },
};

SwaggerUIBundle({
  dom_id: "#swagger-ui",
  urls,
  // Where Swagger UI writes the choice down, so that it survives a reload and can be linked to.
  "urls.primaryName": new URLSearchParams(location.search).get("urls.primaryName") ?? urls[0].name,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  plugins: [onlyWhatTheGatewayPassesOn],
  tagsSorter: (one, other) => rank(one) - rank(other) || one.localeCompare(other),
  layout: "StandaloneLayout",
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  // It would send the document's address to a server elsewhere.
  validatorUrl: null,
});
