// Reads JSON resources, one per line, from standard input and prints for each what the npm package "fhir" finds wrong.
"use strict";

const { Fhir } = require("fhir");

const fhir = new Fhir(); // comes with the definitions of R4

const lines = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
const answers = lines.map((line) => {
  const resource = JSON.parse(line);
  const { valid, messages } = fhir.validate(resource, { errorOnUnexpected: true });
  const again = JSON.parse(JSON.stringify(fhir.xmlToObj(fhir.objToXml(resource))));
  return { valid, messages, again };
});
process.stdout.write(JSON.stringify(answers));
