"use strict";
// Shows the description that the page names; nothing is fetched from elsewhere.
const place = document.getElementById("manual");
SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  filter: true,
  validatorUrl: null,
});
