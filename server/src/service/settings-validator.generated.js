// Generated from package.json by scripts/generate.mjs; edit that file and generate again.
// <stdin>
var validate = validate10;
var stdin_default = validate10;
var schema11 = { "$schema": "http://json-schema.org/draft-07/schema#", "$id": "schedule-lens.schema.json", "type": "object", "additionalProperties": false, "properties": { "noetherVersion": { "type": "string", "enum": ["any", "1.1", "newer"] }, "totalSteps": { "type": ["integer", "null"], "minimum": 1 }, "updatesPerEpoch": { "type": ["integer", "null"], "minimum": 1 }, "interpolations": { "type": "object" }, "environmentVariables": { "type": "array", "items": { "type": "string" } }, "maxFileSize": { "type": "integer", "minimum": 1 }, "hover.picture": { "type": "boolean" }, "hover": { "type": "object", "additionalProperties": false, "properties": { "picture": { "type": "boolean" }, "width": { "type": "integer", "minimum": 240, "maximum": 1200 } } }, "primaryConfig": { "type": "string" }, "overrides": { "type": "array", "items": { "type": "string" } }, "datasetLength": { "type": ["integer", "null"], "minimum": 1 }, "diagnostics.scope": { "type": "string", "enum": ["openFiles", "workspace"] }, "diagnostics": { "type": "object", "additionalProperties": false, "properties": { "scope": { "type": "string", "enum": ["openFiles", "workspace"] } } }, "hover.width": { "type": "integer", "minimum": 240, "maximum": 1200 }, "inlayHints.values": { "type": "boolean" }, "inlayHints": { "type": "object", "additionalProperties": false, "properties": { "values": { "type": "boolean" }, "steps": { "type": "boolean" }, "epochs": { "type": "boolean" } } }, "inlayHints.steps": { "type": "boolean" }, "inlayHints.epochs": { "type": "boolean" }, "codeLens": { "type": "boolean" }, "files.include": { "type": "array", "items": { "type": "string" } }, "files": { "type": "object", "additionalProperties": false, "properties": { "include": { "type": "array", "items": { "type": "string" } }, "exclude": { "type": "object", "additionalProperties": { "type": "boolean" } } } }, "files.exclude": { "type": "object", "additionalProperties": { "type": "boolean" } }, "rules": { "type": "object", "additionalProperties": { "type": "string", "enum": ["off", "hint", "information", "warning", "error"] } } } };
var func2 = Object.prototype.hasOwnProperty;
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!func2.call(schema11.properties, key0)) {
        const err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.noetherVersion !== void 0) {
      let data0 = data.noetherVersion;
      if (typeof data0 !== "string") {
        const err1 = { instancePath: instancePath + "/noetherVersion", schemaPath: "#/properties/noetherVersion/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
      if (!(data0 === "any" || data0 === "1.1" || data0 === "newer")) {
        const err2 = { instancePath: instancePath + "/noetherVersion", schemaPath: "#/properties/noetherVersion/enum", keyword: "enum", params: { allowedValues: schema11.properties.noetherVersion.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.totalSteps !== void 0) {
      let data1 = data.totalSteps;
      if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1))) && data1 !== null) {
        const err3 = { instancePath: instancePath + "/totalSteps", schemaPath: "#/properties/totalSteps/type", keyword: "type", params: { type: schema11.properties.totalSteps.type }, message: "must be integer,null" };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
      if (typeof data1 == "number") {
        if (data1 < 1 || isNaN(data1)) {
          const err4 = { instancePath: instancePath + "/totalSteps", schemaPath: "#/properties/totalSteps/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      }
    }
    if (data.updatesPerEpoch !== void 0) {
      let data2 = data.updatesPerEpoch;
      if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2))) && data2 !== null) {
        const err5 = { instancePath: instancePath + "/updatesPerEpoch", schemaPath: "#/properties/updatesPerEpoch/type", keyword: "type", params: { type: schema11.properties.updatesPerEpoch.type }, message: "must be integer,null" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
      if (typeof data2 == "number") {
        if (data2 < 1 || isNaN(data2)) {
          const err6 = { instancePath: instancePath + "/updatesPerEpoch", schemaPath: "#/properties/updatesPerEpoch/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      }
    }
    if (data.interpolations !== void 0) {
      let data3 = data.interpolations;
      if (!(data3 && typeof data3 == "object" && !Array.isArray(data3))) {
        const err7 = { instancePath: instancePath + "/interpolations", schemaPath: "#/properties/interpolations/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.environmentVariables !== void 0) {
      let data4 = data.environmentVariables;
      if (Array.isArray(data4)) {
        const len0 = data4.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (typeof data4[i0] !== "string") {
            const err8 = { instancePath: instancePath + "/environmentVariables/" + i0, schemaPath: "#/properties/environmentVariables/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
      } else {
        const err9 = { instancePath: instancePath + "/environmentVariables", schemaPath: "#/properties/environmentVariables/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.maxFileSize !== void 0) {
      let data6 = data.maxFileSize;
      if (!(typeof data6 == "number" && (!(data6 % 1) && !isNaN(data6)))) {
        const err10 = { instancePath: instancePath + "/maxFileSize", schemaPath: "#/properties/maxFileSize/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      if (typeof data6 == "number") {
        if (data6 < 1 || isNaN(data6)) {
          const err11 = { instancePath: instancePath + "/maxFileSize", schemaPath: "#/properties/maxFileSize/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data["hover.picture"] !== void 0) {
      if (typeof data["hover.picture"] !== "boolean") {
        const err12 = { instancePath: instancePath + "/hover.picture", schemaPath: "#/properties/hover.picture/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
    if (data.hover !== void 0) {
      let data8 = data.hover;
      if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
        for (const key1 in data8) {
          if (!(key1 === "picture" || key1 === "width")) {
            const err13 = { instancePath: instancePath + "/hover", schemaPath: "#/properties/hover/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
        }
        if (data8.picture !== void 0) {
          if (typeof data8.picture !== "boolean") {
            const err14 = { instancePath: instancePath + "/hover/picture", schemaPath: "#/properties/hover/properties/picture/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
        }
        if (data8.width !== void 0) {
          let data10 = data8.width;
          if (!(typeof data10 == "number" && (!(data10 % 1) && !isNaN(data10)))) {
            const err15 = { instancePath: instancePath + "/hover/width", schemaPath: "#/properties/hover/properties/width/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
          if (typeof data10 == "number") {
            if (data10 > 1200 || isNaN(data10)) {
              const err16 = { instancePath: instancePath + "/hover/width", schemaPath: "#/properties/hover/properties/width/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1200 }, message: "must be <= 1200" };
              if (vErrors === null) {
                vErrors = [err16];
              } else {
                vErrors.push(err16);
              }
              errors++;
            }
            if (data10 < 240 || isNaN(data10)) {
              const err17 = { instancePath: instancePath + "/hover/width", schemaPath: "#/properties/hover/properties/width/minimum", keyword: "minimum", params: { comparison: ">=", limit: 240 }, message: "must be >= 240" };
              if (vErrors === null) {
                vErrors = [err17];
              } else {
                vErrors.push(err17);
              }
              errors++;
            }
          }
        }
      } else {
        const err18 = { instancePath: instancePath + "/hover", schemaPath: "#/properties/hover/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.primaryConfig !== void 0) {
      if (typeof data.primaryConfig !== "string") {
        const err19 = { instancePath: instancePath + "/primaryConfig", schemaPath: "#/properties/primaryConfig/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
    }
    if (data.overrides !== void 0) {
      let data12 = data.overrides;
      if (Array.isArray(data12)) {
        const len1 = data12.length;
        for (let i1 = 0; i1 < len1; i1++) {
          if (typeof data12[i1] !== "string") {
            const err20 = { instancePath: instancePath + "/overrides/" + i1, schemaPath: "#/properties/overrides/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
        }
      } else {
        const err21 = { instancePath: instancePath + "/overrides", schemaPath: "#/properties/overrides/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
    }
    if (data.datasetLength !== void 0) {
      let data14 = data.datasetLength;
      if (!(typeof data14 == "number" && (!(data14 % 1) && !isNaN(data14))) && data14 !== null) {
        const err22 = { instancePath: instancePath + "/datasetLength", schemaPath: "#/properties/datasetLength/type", keyword: "type", params: { type: schema11.properties.datasetLength.type }, message: "must be integer,null" };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      }
      if (typeof data14 == "number") {
        if (data14 < 1 || isNaN(data14)) {
          const err23 = { instancePath: instancePath + "/datasetLength", schemaPath: "#/properties/datasetLength/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
      }
    }
    if (data["diagnostics.scope"] !== void 0) {
      let data15 = data["diagnostics.scope"];
      if (typeof data15 !== "string") {
        const err24 = { instancePath: instancePath + "/diagnostics.scope", schemaPath: "#/properties/diagnostics.scope/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
      if (!(data15 === "openFiles" || data15 === "workspace")) {
        const err25 = { instancePath: instancePath + "/diagnostics.scope", schemaPath: "#/properties/diagnostics.scope/enum", keyword: "enum", params: { allowedValues: schema11.properties["diagnostics.scope"].enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err25];
        } else {
          vErrors.push(err25);
        }
        errors++;
      }
    }
    if (data.diagnostics !== void 0) {
      let data16 = data.diagnostics;
      if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
        for (const key2 in data16) {
          if (!(key2 === "scope")) {
            const err26 = { instancePath: instancePath + "/diagnostics", schemaPath: "#/properties/diagnostics/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
        if (data16.scope !== void 0) {
          let data17 = data16.scope;
          if (typeof data17 !== "string") {
            const err27 = { instancePath: instancePath + "/diagnostics/scope", schemaPath: "#/properties/diagnostics/properties/scope/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
          if (!(data17 === "openFiles" || data17 === "workspace")) {
            const err28 = { instancePath: instancePath + "/diagnostics/scope", schemaPath: "#/properties/diagnostics/properties/scope/enum", keyword: "enum", params: { allowedValues: schema11.properties.diagnostics.properties.scope.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
      } else {
        const err29 = { instancePath: instancePath + "/diagnostics", schemaPath: "#/properties/diagnostics/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err29];
        } else {
          vErrors.push(err29);
        }
        errors++;
      }
    }
    if (data["hover.width"] !== void 0) {
      let data18 = data["hover.width"];
      if (!(typeof data18 == "number" && (!(data18 % 1) && !isNaN(data18)))) {
        const err30 = { instancePath: instancePath + "/hover.width", schemaPath: "#/properties/hover.width/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        if (vErrors === null) {
          vErrors = [err30];
        } else {
          vErrors.push(err30);
        }
        errors++;
      }
      if (typeof data18 == "number") {
        if (data18 > 1200 || isNaN(data18)) {
          const err31 = { instancePath: instancePath + "/hover.width", schemaPath: "#/properties/hover.width/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1200 }, message: "must be <= 1200" };
          if (vErrors === null) {
            vErrors = [err31];
          } else {
            vErrors.push(err31);
          }
          errors++;
        }
        if (data18 < 240 || isNaN(data18)) {
          const err32 = { instancePath: instancePath + "/hover.width", schemaPath: "#/properties/hover.width/minimum", keyword: "minimum", params: { comparison: ">=", limit: 240 }, message: "must be >= 240" };
          if (vErrors === null) {
            vErrors = [err32];
          } else {
            vErrors.push(err32);
          }
          errors++;
        }
      }
    }
    if (data["inlayHints.values"] !== void 0) {
      if (typeof data["inlayHints.values"] !== "boolean") {
        const err33 = { instancePath: instancePath + "/inlayHints.values", schemaPath: "#/properties/inlayHints.values/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      }
    }
    if (data.inlayHints !== void 0) {
      let data20 = data.inlayHints;
      if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
        for (const key3 in data20) {
          if (!(key3 === "values" || key3 === "steps" || key3 === "epochs")) {
            const err34 = { instancePath: instancePath + "/inlayHints", schemaPath: "#/properties/inlayHints/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err34];
            } else {
              vErrors.push(err34);
            }
            errors++;
          }
        }
        if (data20.values !== void 0) {
          if (typeof data20.values !== "boolean") {
            const err35 = { instancePath: instancePath + "/inlayHints/values", schemaPath: "#/properties/inlayHints/properties/values/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          }
        }
        if (data20.steps !== void 0) {
          if (typeof data20.steps !== "boolean") {
            const err36 = { instancePath: instancePath + "/inlayHints/steps", schemaPath: "#/properties/inlayHints/properties/steps/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err36];
            } else {
              vErrors.push(err36);
            }
            errors++;
          }
        }
        if (data20.epochs !== void 0) {
          if (typeof data20.epochs !== "boolean") {
            const err37 = { instancePath: instancePath + "/inlayHints/epochs", schemaPath: "#/properties/inlayHints/properties/epochs/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err37];
            } else {
              vErrors.push(err37);
            }
            errors++;
          }
        }
      } else {
        const err38 = { instancePath: instancePath + "/inlayHints", schemaPath: "#/properties/inlayHints/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err38];
        } else {
          vErrors.push(err38);
        }
        errors++;
      }
    }
    if (data["inlayHints.steps"] !== void 0) {
      if (typeof data["inlayHints.steps"] !== "boolean") {
        const err39 = { instancePath: instancePath + "/inlayHints.steps", schemaPath: "#/properties/inlayHints.steps/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
        if (vErrors === null) {
          vErrors = [err39];
        } else {
          vErrors.push(err39);
        }
        errors++;
      }
    }
    if (data["inlayHints.epochs"] !== void 0) {
      if (typeof data["inlayHints.epochs"] !== "boolean") {
        const err40 = { instancePath: instancePath + "/inlayHints.epochs", schemaPath: "#/properties/inlayHints.epochs/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
        if (vErrors === null) {
          vErrors = [err40];
        } else {
          vErrors.push(err40);
        }
        errors++;
      }
    }
    if (data.codeLens !== void 0) {
      if (typeof data.codeLens !== "boolean") {
        const err41 = { instancePath: instancePath + "/codeLens", schemaPath: "#/properties/codeLens/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
        if (vErrors === null) {
          vErrors = [err41];
        } else {
          vErrors.push(err41);
        }
        errors++;
      }
    }
    if (data["files.include"] !== void 0) {
      let data27 = data["files.include"];
      if (Array.isArray(data27)) {
        const len2 = data27.length;
        for (let i2 = 0; i2 < len2; i2++) {
          if (typeof data27[i2] !== "string") {
            const err42 = { instancePath: instancePath + "/files.include/" + i2, schemaPath: "#/properties/files.include/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err42];
            } else {
              vErrors.push(err42);
            }
            errors++;
          }
        }
      } else {
        const err43 = { instancePath: instancePath + "/files.include", schemaPath: "#/properties/files.include/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err43];
        } else {
          vErrors.push(err43);
        }
        errors++;
      }
    }
    if (data.files !== void 0) {
      let data29 = data.files;
      if (data29 && typeof data29 == "object" && !Array.isArray(data29)) {
        for (const key4 in data29) {
          if (!(key4 === "include" || key4 === "exclude")) {
            const err44 = { instancePath: instancePath + "/files", schemaPath: "#/properties/files/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          }
        }
        if (data29.include !== void 0) {
          let data30 = data29.include;
          if (Array.isArray(data30)) {
            const len3 = data30.length;
            for (let i3 = 0; i3 < len3; i3++) {
              if (typeof data30[i3] !== "string") {
                const err45 = { instancePath: instancePath + "/files/include/" + i3, schemaPath: "#/properties/files/properties/include/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
            }
          } else {
            const err46 = { instancePath: instancePath + "/files/include", schemaPath: "#/properties/files/properties/include/type", keyword: "type", params: { type: "array" }, message: "must be array" };
            if (vErrors === null) {
              vErrors = [err46];
            } else {
              vErrors.push(err46);
            }
            errors++;
          }
        }
        if (data29.exclude !== void 0) {
          let data32 = data29.exclude;
          if (data32 && typeof data32 == "object" && !Array.isArray(data32)) {
            for (const key5 in data32) {
              if (typeof data32[key5] !== "boolean") {
                const err47 = { instancePath: instancePath + "/files/exclude/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/files/properties/exclude/additionalProperties/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
            }
          } else {
            const err48 = { instancePath: instancePath + "/files/exclude", schemaPath: "#/properties/files/properties/exclude/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err48];
            } else {
              vErrors.push(err48);
            }
            errors++;
          }
        }
      } else {
        const err49 = { instancePath: instancePath + "/files", schemaPath: "#/properties/files/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err49];
        } else {
          vErrors.push(err49);
        }
        errors++;
      }
    }
    if (data["files.exclude"] !== void 0) {
      let data34 = data["files.exclude"];
      if (data34 && typeof data34 == "object" && !Array.isArray(data34)) {
        for (const key6 in data34) {
          if (typeof data34[key6] !== "boolean") {
            const err50 = { instancePath: instancePath + "/files.exclude/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/files.exclude/additionalProperties/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
            if (vErrors === null) {
              vErrors = [err50];
            } else {
              vErrors.push(err50);
            }
            errors++;
          }
        }
      } else {
        const err51 = { instancePath: instancePath + "/files.exclude", schemaPath: "#/properties/files.exclude/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err51];
        } else {
          vErrors.push(err51);
        }
        errors++;
      }
    }
    if (data.rules !== void 0) {
      let data36 = data.rules;
      if (data36 && typeof data36 == "object" && !Array.isArray(data36)) {
        for (const key7 in data36) {
          let data37 = data36[key7];
          if (typeof data37 !== "string") {
            const err52 = { instancePath: instancePath + "/rules/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/rules/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err52];
            } else {
              vErrors.push(err52);
            }
            errors++;
          }
          if (!(data37 === "off" || data37 === "hint" || data37 === "information" || data37 === "warning" || data37 === "error")) {
            const err53 = { instancePath: instancePath + "/rules/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/rules/additionalProperties/enum", keyword: "enum", params: { allowedValues: schema11.properties.rules.additionalProperties.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err53];
            } else {
              vErrors.push(err53);
            }
            errors++;
          }
        }
      } else {
        const err54 = { instancePath: instancePath + "/rules", schemaPath: "#/properties/rules/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err54];
        } else {
          vErrors.push(err54);
        }
        errors++;
      }
    }
  } else {
    const err55 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err55];
    } else {
      vErrors.push(err55);
    }
    errors++;
  }
  validate10.errors = vErrors;
  return errors === 0;
}
export {
  stdin_default as default,
  validate
};
export const settingNames = ["noetherVersion","totalSteps","updatesPerEpoch","interpolations","environmentVariables","maxFileSize","hover.picture","primaryConfig","overrides","datasetLength","diagnostics.scope","hover.width","inlayHints.values","inlayHints.steps","inlayHints.epochs","codeLens","files.include","files.exclude","rules"];
