// Generated from schemas/schedule-config.schema.json by scripts/generate.mjs; edit that file and generate again.
// <stdin>
var validate = validate10;
var stdin_default = validate10;
var schema11 = { "$schema": "http://json-schema.org/draft-07/schema#", "$id": "schedule-config.schema.json", "type": "object", "discriminator": { "propertyName": "kind" }, "properties": { "kind": {}, "overhang_percent": { "type": ["number", "null"] }, "overhang_steps": { "type": ["integer", "null"] }, "start_value": { "type": "number" }, "end_value": { "type": "number", "minimum": 0 }, "weight_decay": { "type": ["number", "null"] }, "start_percent": { "type": ["number", "null"], "minimum": 0, "maximum": 1 }, "end_percent": { "type": ["number", "null"], "minimum": 0, "maximum": 1 }, "start_step": { "type": ["integer", "null"], "minimum": 0 }, "end_step": { "type": ["integer", "null"], "minimum": 0 }, "interval": { "enum": ["update", "epoch"] } }, "definitions": { "startNotNegative": { "type": "number", "minimum": 0 }, "startAnySign": { "type": "number" }, "peakOfDecrease": { "type": "number", "minimum": 0 }, "peakOfIncrease": { "type": ["number", "null"] }, "endOfDecrease": { "type": "number", "minimum": 0 }, "excludeFirst": { "type": "boolean" }, "excludeLast": { "type": "boolean" }, "power": { "type": "number" }, "factor": { "type": "number", "minimum": 0 }, "fractionBetweenChanges": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 } }, "oneOf": [{ "required": ["kind", "value"], "properties": { "kind": { "const": "noether.core.schedules.ConstantSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "value": { "type": "number" } } }, { "required": ["kind", "values"], "properties": { "kind": { "const": "noether.core.schedules.CustomSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "values": { "type": "array", "items": { "type": "number" } } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.LinearDecreasingSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "end_value": { "$ref": "#/definitions/endOfDecrease" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfDecrease" } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.LinearIncreasingSchedule" }, "start_value": { "$ref": "#/definitions/startAnySign" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfIncrease" } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.CosineDecreasingSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "end_value": { "$ref": "#/definitions/endOfDecrease" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfDecrease" } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.CosineIncreasingSchedule" }, "start_value": { "$ref": "#/definitions/startAnySign" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfIncrease" } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.PolynomialDecreasingSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "end_value": { "$ref": "#/definitions/endOfDecrease" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfDecrease" }, "power": { "$ref": "#/definitions/power" } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.PolynomialIncreasingSchedule" }, "start_value": { "$ref": "#/definitions/startAnySign" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfIncrease" }, "power": { "$ref": "#/definitions/power" } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.SqrtDecreasingSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "end_value": { "$ref": "#/definitions/endOfDecrease" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfDecrease" } } }, { "required": ["kind", "max_value", "factor", "decreases_interval"], "properties": { "kind": { "const": "noether.core.schedules.StepDecreasingSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "end_value": { "$ref": "#/definitions/endOfDecrease" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfDecrease" }, "factor": { "$ref": "#/definitions/factor" }, "decreases_interval": { "$ref": "#/definitions/fractionBetweenChanges" } } }, { "required": ["kind", "factor", "steps"], "properties": { "kind": { "const": "noether.core.schedules.StepFixedSchedule" }, "start_value": { "type": "number" }, "factor": { "$ref": "#/definitions/factor" }, "steps": { "type": "array", "items": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 }, "minItems": 1 } } }, { "required": ["kind", "factor", "update_interval"], "properties": { "kind": { "const": "noether.core.schedules.StepIntervalSchedule" }, "start_value": { "type": "number" }, "factor": { "$ref": "#/definitions/factor" }, "update_interval": { "$ref": "#/definitions/fractionBetweenChanges" } } }, { "required": ["kind"], "properties": { "kind": { "const": "noether.core.schedules.LinearWarmupCosineDecaySchedule" }, "start_value": { "type": "number", "minimum": 0 }, "end_value": { "type": "number", "minimum": 0 }, "max_value": { "type": "number" }, "warmup_steps": { "type": ["integer", "null"] }, "warmup_percent": { "type": ["number", "null"] } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.WarmupStableDecaySchedule" }, "start_value": { "type": "number", "minimum": 0 }, "end_value": { "type": "number", "minimum": 0 }, "max_value": { "type": "number", "minimum": 0 }, "warmup_steps": { "type": ["integer", "null"], "minimum": 0 }, "warmup_percent": { "type": ["number", "null"], "minimum": 0, "maximum": 1 }, "cooldown_steps": { "type": ["integer", "null"], "minimum": 0 }, "cooldown_percent": { "type": ["number", "null"], "minimum": 0, "maximum": 1 }, "cooldown_shape": { "enum": ["sqrt", "linear", "cosine"] } } }, { "required": ["kind", "control_points"], "properties": { "kind": { "const": "noether.core.schedules.PiecewiseLinearSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "control_points": { "type": "array", "minItems": 2, "items": { "type": "array", "items": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "type": "number" }], "minItems": 2, "maxItems": 2 } } } }, { "required": ["kind", "initial_state"], "properties": { "kind": { "const": "noether.core.schedules.PeriodicBoolSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "initial_state": { "type": "boolean" }, "off_value": { "type": "number" }, "on_value": { "type": "number" }, "off_duration": { "type": "integer" }, "on_duration": { "type": "integer" }, "invert": { "type": "boolean" } } }, { "required": ["kind", "end_value", "warmup_percent"], "properties": { "kind": { "const": "noether.core.schedules.scheduler.SchedulerConfig" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "warmup_percent": { "type": "number", "minimum": 0, "maximum": 1 } } }, { "required": ["kind"], "properties": { "kind": { "const": "noether.core.schedules.ProgressSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.DecreasingProgressSchedule" }, "start_value": { "$ref": "#/definitions/startNotNegative" }, "end_value": { "$ref": "#/definitions/endOfDecrease" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfDecrease" } } }, { "required": ["kind", "max_value"], "properties": { "kind": { "const": "noether.core.schedules.IncreasingProgressSchedule" }, "start_value": { "$ref": "#/definitions/startAnySign" }, "exclude_first": { "$ref": "#/definitions/excludeFirst" }, "exclude_last": { "$ref": "#/definitions/excludeLast" }, "max_value": { "$ref": "#/definitions/peakOfIncrease" } } }] };
var schema22 = { "type": ["number", "null"] };
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.overhang_percent !== void 0) {
      let data0 = data.overhang_percent;
      if (!(typeof data0 == "number") && data0 !== null) {
        const err0 = { instancePath: instancePath + "/overhang_percent", schemaPath: "#/properties/overhang_percent/type", keyword: "type", params: { type: schema11.properties.overhang_percent.type }, message: "must be number,null" };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.overhang_steps !== void 0) {
      let data1 = data.overhang_steps;
      if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1))) && data1 !== null) {
        const err1 = { instancePath: instancePath + "/overhang_steps", schemaPath: "#/properties/overhang_steps/type", keyword: "type", params: { type: schema11.properties.overhang_steps.type }, message: "must be integer,null" };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.start_value !== void 0) {
      if (!(typeof data.start_value == "number")) {
        const err2 = { instancePath: instancePath + "/start_value", schemaPath: "#/properties/start_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.end_value !== void 0) {
      let data3 = data.end_value;
      if (typeof data3 == "number") {
        if (data3 < 0 || isNaN(data3)) {
          const err3 = { instancePath: instancePath + "/end_value", schemaPath: "#/properties/end_value/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = { instancePath: instancePath + "/end_value", schemaPath: "#/properties/end_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.weight_decay !== void 0) {
      let data4 = data.weight_decay;
      if (!(typeof data4 == "number") && data4 !== null) {
        const err5 = { instancePath: instancePath + "/weight_decay", schemaPath: "#/properties/weight_decay/type", keyword: "type", params: { type: schema11.properties.weight_decay.type }, message: "must be number,null" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.start_percent !== void 0) {
      let data5 = data.start_percent;
      if (!(typeof data5 == "number") && data5 !== null) {
        const err6 = { instancePath: instancePath + "/start_percent", schemaPath: "#/properties/start_percent/type", keyword: "type", params: { type: schema11.properties.start_percent.type }, message: "must be number,null" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data5 == "number") {
        if (data5 > 1 || isNaN(data5)) {
          const err7 = { instancePath: instancePath + "/start_percent", schemaPath: "#/properties/start_percent/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data5 < 0 || isNaN(data5)) {
          const err8 = { instancePath: instancePath + "/start_percent", schemaPath: "#/properties/start_percent/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.end_percent !== void 0) {
      let data6 = data.end_percent;
      if (!(typeof data6 == "number") && data6 !== null) {
        const err9 = { instancePath: instancePath + "/end_percent", schemaPath: "#/properties/end_percent/type", keyword: "type", params: { type: schema11.properties.end_percent.type }, message: "must be number,null" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
      if (typeof data6 == "number") {
        if (data6 > 1 || isNaN(data6)) {
          const err10 = { instancePath: instancePath + "/end_percent", schemaPath: "#/properties/end_percent/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data6 < 0 || isNaN(data6)) {
          const err11 = { instancePath: instancePath + "/end_percent", schemaPath: "#/properties/end_percent/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
      }
    }
    if (data.start_step !== void 0) {
      let data7 = data.start_step;
      if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7))) && data7 !== null) {
        const err12 = { instancePath: instancePath + "/start_step", schemaPath: "#/properties/start_step/type", keyword: "type", params: { type: schema11.properties.start_step.type }, message: "must be integer,null" };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (typeof data7 == "number") {
        if (data7 < 0 || isNaN(data7)) {
          const err13 = { instancePath: instancePath + "/start_step", schemaPath: "#/properties/start_step/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
      }
    }
    if (data.end_step !== void 0) {
      let data8 = data.end_step;
      if (!(typeof data8 == "number" && (!(data8 % 1) && !isNaN(data8))) && data8 !== null) {
        const err14 = { instancePath: instancePath + "/end_step", schemaPath: "#/properties/end_step/type", keyword: "type", params: { type: schema11.properties.end_step.type }, message: "must be integer,null" };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
      if (typeof data8 == "number") {
        if (data8 < 0 || isNaN(data8)) {
          const err15 = { instancePath: instancePath + "/end_step", schemaPath: "#/properties/end_step/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      }
    }
    if (data.interval !== void 0) {
      let data9 = data.interval;
      if (!(data9 === "update" || data9 === "epoch")) {
        const err16 = { instancePath: instancePath + "/interval", schemaPath: "#/properties/interval/enum", keyword: "enum", params: { allowedValues: schema11.properties.interval.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      }
    }
    const tag0 = data.kind;
    if (typeof tag0 == "string") {
      if (tag0 === "noether.core.schedules.ConstantSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err17 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
          if (data.value === void 0) {
            const err18 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: "value" }, message: "must have required property 'value'" };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.ConstantSchedule" !== data.kind) {
              const err19 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/0/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.ConstantSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err19];
              } else {
                vErrors.push(err19);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data11 = data.start_value;
            if (typeof data11 == "number") {
              if (data11 < 0 || isNaN(data11)) {
                const err20 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err20];
                } else {
                  vErrors.push(err20);
                }
                errors++;
              }
            } else {
              const err21 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err21];
              } else {
                vErrors.push(err21);
              }
              errors++;
            }
          }
          if (data.value !== void 0) {
            if (!(typeof data.value == "number")) {
              const err22 = { instancePath: instancePath + "/value", schemaPath: "#/oneOf/0/properties/value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err22];
              } else {
                vErrors.push(err22);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.CustomSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err23 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
          if (data.values === void 0) {
            const err24 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: "values" }, message: "must have required property 'values'" };
            if (vErrors === null) {
              vErrors = [err24];
            } else {
              vErrors.push(err24);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.CustomSchedule" !== data.kind) {
              const err25 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/1/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.CustomSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data14 = data.start_value;
            if (typeof data14 == "number") {
              if (data14 < 0 || isNaN(data14)) {
                const err26 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err26];
                } else {
                  vErrors.push(err26);
                }
                errors++;
              }
            } else {
              const err27 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err27];
              } else {
                vErrors.push(err27);
              }
              errors++;
            }
          }
          if (data.values !== void 0) {
            let data15 = data.values;
            if (Array.isArray(data15)) {
              const len0 = data15.length;
              for (let i0 = 0; i0 < len0; i0++) {
                if (!(typeof data15[i0] == "number")) {
                  const err28 = { instancePath: instancePath + "/values/" + i0, schemaPath: "#/oneOf/1/properties/values/items/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                  if (vErrors === null) {
                    vErrors = [err28];
                  } else {
                    vErrors.push(err28);
                  }
                  errors++;
                }
              }
            } else {
              const err29 = { instancePath: instancePath + "/values", schemaPath: "#/oneOf/1/properties/values/type", keyword: "type", params: { type: "array" }, message: "must be array" };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.LinearDecreasingSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err30 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err30];
            } else {
              vErrors.push(err30);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err31 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.LinearDecreasingSchedule" !== data.kind) {
              const err32 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/2/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.LinearDecreasingSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err32];
              } else {
                vErrors.push(err32);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data18 = data.start_value;
            if (typeof data18 == "number") {
              if (data18 < 0 || isNaN(data18)) {
                const err33 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err33];
                } else {
                  vErrors.push(err33);
                }
                errors++;
              }
            } else {
              const err34 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err34];
              } else {
                vErrors.push(err34);
              }
              errors++;
            }
          }
          if (data.end_value !== void 0) {
            let data19 = data.end_value;
            if (typeof data19 == "number") {
              if (data19 < 0 || isNaN(data19)) {
                const err35 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err35];
                } else {
                  vErrors.push(err35);
                }
                errors++;
              }
            } else {
              const err36 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err36];
              } else {
                vErrors.push(err36);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err37 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err37];
              } else {
                vErrors.push(err37);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err38 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err38];
              } else {
                vErrors.push(err38);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data22 = data.max_value;
            if (typeof data22 == "number") {
              if (data22 < 0 || isNaN(data22)) {
                const err39 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err39];
                } else {
                  vErrors.push(err39);
                }
                errors++;
              }
            } else {
              const err40 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err40];
              } else {
                vErrors.push(err40);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.LinearIncreasingSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err41 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err41];
            } else {
              vErrors.push(err41);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err42 = { instancePath, schemaPath: "#/oneOf/3/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err42];
            } else {
              vErrors.push(err42);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.LinearIncreasingSchedule" !== data.kind) {
              const err43 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/3/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.LinearIncreasingSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            if (!(typeof data.start_value == "number")) {
              const err44 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startAnySign/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err44];
              } else {
                vErrors.push(err44);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err45 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err45];
              } else {
                vErrors.push(err45);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err46 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err46];
              } else {
                vErrors.push(err46);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data27 = data.max_value;
            if (!(typeof data27 == "number") && data27 !== null) {
              const err47 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfIncrease/type", keyword: "type", params: { type: schema22.type }, message: "must be number,null" };
              if (vErrors === null) {
                vErrors = [err47];
              } else {
                vErrors.push(err47);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.CosineDecreasingSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err48 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err48];
            } else {
              vErrors.push(err48);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err49 = { instancePath, schemaPath: "#/oneOf/4/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err49];
            } else {
              vErrors.push(err49);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.CosineDecreasingSchedule" !== data.kind) {
              const err50 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/4/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.CosineDecreasingSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err50];
              } else {
                vErrors.push(err50);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data29 = data.start_value;
            if (typeof data29 == "number") {
              if (data29 < 0 || isNaN(data29)) {
                const err51 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err51];
                } else {
                  vErrors.push(err51);
                }
                errors++;
              }
            } else {
              const err52 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err52];
              } else {
                vErrors.push(err52);
              }
              errors++;
            }
          }
          if (data.end_value !== void 0) {
            let data30 = data.end_value;
            if (typeof data30 == "number") {
              if (data30 < 0 || isNaN(data30)) {
                const err53 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err53];
                } else {
                  vErrors.push(err53);
                }
                errors++;
              }
            } else {
              const err54 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err54];
              } else {
                vErrors.push(err54);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err55 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err55];
              } else {
                vErrors.push(err55);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err56 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err56];
              } else {
                vErrors.push(err56);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data33 = data.max_value;
            if (typeof data33 == "number") {
              if (data33 < 0 || isNaN(data33)) {
                const err57 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err57];
                } else {
                  vErrors.push(err57);
                }
                errors++;
              }
            } else {
              const err58 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.CosineIncreasingSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err59 = { instancePath, schemaPath: "#/oneOf/5/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err59];
            } else {
              vErrors.push(err59);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err60 = { instancePath, schemaPath: "#/oneOf/5/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err60];
            } else {
              vErrors.push(err60);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.CosineIncreasingSchedule" !== data.kind) {
              const err61 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/5/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.CosineIncreasingSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err61];
              } else {
                vErrors.push(err61);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            if (!(typeof data.start_value == "number")) {
              const err62 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startAnySign/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err62];
              } else {
                vErrors.push(err62);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err63 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err63];
              } else {
                vErrors.push(err63);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err64 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err64];
              } else {
                vErrors.push(err64);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data38 = data.max_value;
            if (!(typeof data38 == "number") && data38 !== null) {
              const err65 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfIncrease/type", keyword: "type", params: { type: schema22.type }, message: "must be number,null" };
              if (vErrors === null) {
                vErrors = [err65];
              } else {
                vErrors.push(err65);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.PolynomialDecreasingSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err66 = { instancePath, schemaPath: "#/oneOf/6/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err66];
            } else {
              vErrors.push(err66);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err67 = { instancePath, schemaPath: "#/oneOf/6/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err67];
            } else {
              vErrors.push(err67);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.PolynomialDecreasingSchedule" !== data.kind) {
              const err68 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/6/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.PolynomialDecreasingSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err68];
              } else {
                vErrors.push(err68);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data40 = data.start_value;
            if (typeof data40 == "number") {
              if (data40 < 0 || isNaN(data40)) {
                const err69 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err69];
                } else {
                  vErrors.push(err69);
                }
                errors++;
              }
            } else {
              const err70 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err70];
              } else {
                vErrors.push(err70);
              }
              errors++;
            }
          }
          if (data.end_value !== void 0) {
            let data41 = data.end_value;
            if (typeof data41 == "number") {
              if (data41 < 0 || isNaN(data41)) {
                const err71 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err71];
                } else {
                  vErrors.push(err71);
                }
                errors++;
              }
            } else {
              const err72 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err72];
              } else {
                vErrors.push(err72);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err73 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err73];
              } else {
                vErrors.push(err73);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err74 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err74];
              } else {
                vErrors.push(err74);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data44 = data.max_value;
            if (typeof data44 == "number") {
              if (data44 < 0 || isNaN(data44)) {
                const err75 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err75];
                } else {
                  vErrors.push(err75);
                }
                errors++;
              }
            } else {
              const err76 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err76];
              } else {
                vErrors.push(err76);
              }
              errors++;
            }
          }
          if (data.power !== void 0) {
            if (!(typeof data.power == "number")) {
              const err77 = { instancePath: instancePath + "/power", schemaPath: "#/definitions/power/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err77];
              } else {
                vErrors.push(err77);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.PolynomialIncreasingSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err78 = { instancePath, schemaPath: "#/oneOf/7/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err78];
            } else {
              vErrors.push(err78);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err79 = { instancePath, schemaPath: "#/oneOf/7/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err79];
            } else {
              vErrors.push(err79);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.PolynomialIncreasingSchedule" !== data.kind) {
              const err80 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/7/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.PolynomialIncreasingSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err80];
              } else {
                vErrors.push(err80);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            if (!(typeof data.start_value == "number")) {
              const err81 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startAnySign/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err81];
              } else {
                vErrors.push(err81);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err82 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err82];
              } else {
                vErrors.push(err82);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err83 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err83];
              } else {
                vErrors.push(err83);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data50 = data.max_value;
            if (!(typeof data50 == "number") && data50 !== null) {
              const err84 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfIncrease/type", keyword: "type", params: { type: schema22.type }, message: "must be number,null" };
              if (vErrors === null) {
                vErrors = [err84];
              } else {
                vErrors.push(err84);
              }
              errors++;
            }
          }
          if (data.power !== void 0) {
            if (!(typeof data.power == "number")) {
              const err85 = { instancePath: instancePath + "/power", schemaPath: "#/definitions/power/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err85];
              } else {
                vErrors.push(err85);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.SqrtDecreasingSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err86 = { instancePath, schemaPath: "#/oneOf/8/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err86];
            } else {
              vErrors.push(err86);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err87 = { instancePath, schemaPath: "#/oneOf/8/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err87];
            } else {
              vErrors.push(err87);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.SqrtDecreasingSchedule" !== data.kind) {
              const err88 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/8/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.SqrtDecreasingSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err88];
              } else {
                vErrors.push(err88);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data53 = data.start_value;
            if (typeof data53 == "number") {
              if (data53 < 0 || isNaN(data53)) {
                const err89 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err89];
                } else {
                  vErrors.push(err89);
                }
                errors++;
              }
            } else {
              const err90 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err90];
              } else {
                vErrors.push(err90);
              }
              errors++;
            }
          }
          if (data.end_value !== void 0) {
            let data54 = data.end_value;
            if (typeof data54 == "number") {
              if (data54 < 0 || isNaN(data54)) {
                const err91 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err91];
                } else {
                  vErrors.push(err91);
                }
                errors++;
              }
            } else {
              const err92 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err92];
              } else {
                vErrors.push(err92);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err93 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err93];
              } else {
                vErrors.push(err93);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err94 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err94];
              } else {
                vErrors.push(err94);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data57 = data.max_value;
            if (typeof data57 == "number") {
              if (data57 < 0 || isNaN(data57)) {
                const err95 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err95];
                } else {
                  vErrors.push(err95);
                }
                errors++;
              }
            } else {
              const err96 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err96];
              } else {
                vErrors.push(err96);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.StepDecreasingSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err97 = { instancePath, schemaPath: "#/oneOf/9/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err97];
            } else {
              vErrors.push(err97);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err98 = { instancePath, schemaPath: "#/oneOf/9/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err98];
            } else {
              vErrors.push(err98);
            }
            errors++;
          }
          if (data.factor === void 0) {
            const err99 = { instancePath, schemaPath: "#/oneOf/9/required", keyword: "required", params: { missingProperty: "factor" }, message: "must have required property 'factor'" };
            if (vErrors === null) {
              vErrors = [err99];
            } else {
              vErrors.push(err99);
            }
            errors++;
          }
          if (data.decreases_interval === void 0) {
            const err100 = { instancePath, schemaPath: "#/oneOf/9/required", keyword: "required", params: { missingProperty: "decreases_interval" }, message: "must have required property 'decreases_interval'" };
            if (vErrors === null) {
              vErrors = [err100];
            } else {
              vErrors.push(err100);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.StepDecreasingSchedule" !== data.kind) {
              const err101 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/9/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.StepDecreasingSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err101];
              } else {
                vErrors.push(err101);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data59 = data.start_value;
            if (typeof data59 == "number") {
              if (data59 < 0 || isNaN(data59)) {
                const err102 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err102];
                } else {
                  vErrors.push(err102);
                }
                errors++;
              }
            } else {
              const err103 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err103];
              } else {
                vErrors.push(err103);
              }
              errors++;
            }
          }
          if (data.end_value !== void 0) {
            let data60 = data.end_value;
            if (typeof data60 == "number") {
              if (data60 < 0 || isNaN(data60)) {
                const err104 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err104];
                } else {
                  vErrors.push(err104);
                }
                errors++;
              }
            } else {
              const err105 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err105];
              } else {
                vErrors.push(err105);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err106 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err106];
              } else {
                vErrors.push(err106);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err107 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err107];
              } else {
                vErrors.push(err107);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data63 = data.max_value;
            if (typeof data63 == "number") {
              if (data63 < 0 || isNaN(data63)) {
                const err108 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err108];
                } else {
                  vErrors.push(err108);
                }
                errors++;
              }
            } else {
              const err109 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err109];
              } else {
                vErrors.push(err109);
              }
              errors++;
            }
          }
          if (data.factor !== void 0) {
            let data64 = data.factor;
            if (typeof data64 == "number") {
              if (data64 < 0 || isNaN(data64)) {
                const err110 = { instancePath: instancePath + "/factor", schemaPath: "#/definitions/factor/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err110];
                } else {
                  vErrors.push(err110);
                }
                errors++;
              }
            } else {
              const err111 = { instancePath: instancePath + "/factor", schemaPath: "#/definitions/factor/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err111];
              } else {
                vErrors.push(err111);
              }
              errors++;
            }
          }
          if (data.decreases_interval !== void 0) {
            let data65 = data.decreases_interval;
            if (typeof data65 == "number") {
              if (data65 >= 1 || isNaN(data65)) {
                const err112 = { instancePath: instancePath + "/decreases_interval", schemaPath: "#/definitions/fractionBetweenChanges/exclusiveMaximum", keyword: "exclusiveMaximum", params: { comparison: "<", limit: 1 }, message: "must be < 1" };
                if (vErrors === null) {
                  vErrors = [err112];
                } else {
                  vErrors.push(err112);
                }
                errors++;
              }
              if (data65 <= 0 || isNaN(data65)) {
                const err113 = { instancePath: instancePath + "/decreases_interval", schemaPath: "#/definitions/fractionBetweenChanges/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" };
                if (vErrors === null) {
                  vErrors = [err113];
                } else {
                  vErrors.push(err113);
                }
                errors++;
              }
            } else {
              const err114 = { instancePath: instancePath + "/decreases_interval", schemaPath: "#/definitions/fractionBetweenChanges/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err114];
              } else {
                vErrors.push(err114);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.StepFixedSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err115 = { instancePath, schemaPath: "#/oneOf/10/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err115];
            } else {
              vErrors.push(err115);
            }
            errors++;
          }
          if (data.factor === void 0) {
            const err116 = { instancePath, schemaPath: "#/oneOf/10/required", keyword: "required", params: { missingProperty: "factor" }, message: "must have required property 'factor'" };
            if (vErrors === null) {
              vErrors = [err116];
            } else {
              vErrors.push(err116);
            }
            errors++;
          }
          if (data.steps === void 0) {
            const err117 = { instancePath, schemaPath: "#/oneOf/10/required", keyword: "required", params: { missingProperty: "steps" }, message: "must have required property 'steps'" };
            if (vErrors === null) {
              vErrors = [err117];
            } else {
              vErrors.push(err117);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.StepFixedSchedule" !== data.kind) {
              const err118 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/10/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.StepFixedSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err118];
              } else {
                vErrors.push(err118);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            if (!(typeof data.start_value == "number")) {
              const err119 = { instancePath: instancePath + "/start_value", schemaPath: "#/oneOf/10/properties/start_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err119];
              } else {
                vErrors.push(err119);
              }
              errors++;
            }
          }
          if (data.factor !== void 0) {
            let data68 = data.factor;
            if (typeof data68 == "number") {
              if (data68 < 0 || isNaN(data68)) {
                const err120 = { instancePath: instancePath + "/factor", schemaPath: "#/definitions/factor/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err120];
                } else {
                  vErrors.push(err120);
                }
                errors++;
              }
            } else {
              const err121 = { instancePath: instancePath + "/factor", schemaPath: "#/definitions/factor/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err121];
              } else {
                vErrors.push(err121);
              }
              errors++;
            }
          }
          if (data.steps !== void 0) {
            let data69 = data.steps;
            if (Array.isArray(data69)) {
              if (data69.length < 1) {
                const err122 = { instancePath: instancePath + "/steps", schemaPath: "#/oneOf/10/properties/steps/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
                if (vErrors === null) {
                  vErrors = [err122];
                } else {
                  vErrors.push(err122);
                }
                errors++;
              }
              const len1 = data69.length;
              for (let i1 = 0; i1 < len1; i1++) {
                let data70 = data69[i1];
                if (typeof data70 == "number") {
                  if (data70 >= 1 || isNaN(data70)) {
                    const err123 = { instancePath: instancePath + "/steps/" + i1, schemaPath: "#/oneOf/10/properties/steps/items/exclusiveMaximum", keyword: "exclusiveMaximum", params: { comparison: "<", limit: 1 }, message: "must be < 1" };
                    if (vErrors === null) {
                      vErrors = [err123];
                    } else {
                      vErrors.push(err123);
                    }
                    errors++;
                  }
                  if (data70 <= 0 || isNaN(data70)) {
                    const err124 = { instancePath: instancePath + "/steps/" + i1, schemaPath: "#/oneOf/10/properties/steps/items/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" };
                    if (vErrors === null) {
                      vErrors = [err124];
                    } else {
                      vErrors.push(err124);
                    }
                    errors++;
                  }
                } else {
                  const err125 = { instancePath: instancePath + "/steps/" + i1, schemaPath: "#/oneOf/10/properties/steps/items/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                  if (vErrors === null) {
                    vErrors = [err125];
                  } else {
                    vErrors.push(err125);
                  }
                  errors++;
                }
              }
            } else {
              const err126 = { instancePath: instancePath + "/steps", schemaPath: "#/oneOf/10/properties/steps/type", keyword: "type", params: { type: "array" }, message: "must be array" };
              if (vErrors === null) {
                vErrors = [err126];
              } else {
                vErrors.push(err126);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.StepIntervalSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err127 = { instancePath, schemaPath: "#/oneOf/11/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err127];
            } else {
              vErrors.push(err127);
            }
            errors++;
          }
          if (data.factor === void 0) {
            const err128 = { instancePath, schemaPath: "#/oneOf/11/required", keyword: "required", params: { missingProperty: "factor" }, message: "must have required property 'factor'" };
            if (vErrors === null) {
              vErrors = [err128];
            } else {
              vErrors.push(err128);
            }
            errors++;
          }
          if (data.update_interval === void 0) {
            const err129 = { instancePath, schemaPath: "#/oneOf/11/required", keyword: "required", params: { missingProperty: "update_interval" }, message: "must have required property 'update_interval'" };
            if (vErrors === null) {
              vErrors = [err129];
            } else {
              vErrors.push(err129);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.StepIntervalSchedule" !== data.kind) {
              const err130 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/11/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.StepIntervalSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err130];
              } else {
                vErrors.push(err130);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            if (!(typeof data.start_value == "number")) {
              const err131 = { instancePath: instancePath + "/start_value", schemaPath: "#/oneOf/11/properties/start_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err131];
              } else {
                vErrors.push(err131);
              }
              errors++;
            }
          }
          if (data.factor !== void 0) {
            let data73 = data.factor;
            if (typeof data73 == "number") {
              if (data73 < 0 || isNaN(data73)) {
                const err132 = { instancePath: instancePath + "/factor", schemaPath: "#/definitions/factor/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err132];
                } else {
                  vErrors.push(err132);
                }
                errors++;
              }
            } else {
              const err133 = { instancePath: instancePath + "/factor", schemaPath: "#/definitions/factor/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err133];
              } else {
                vErrors.push(err133);
              }
              errors++;
            }
          }
          if (data.update_interval !== void 0) {
            let data74 = data.update_interval;
            if (typeof data74 == "number") {
              if (data74 >= 1 || isNaN(data74)) {
                const err134 = { instancePath: instancePath + "/update_interval", schemaPath: "#/definitions/fractionBetweenChanges/exclusiveMaximum", keyword: "exclusiveMaximum", params: { comparison: "<", limit: 1 }, message: "must be < 1" };
                if (vErrors === null) {
                  vErrors = [err134];
                } else {
                  vErrors.push(err134);
                }
                errors++;
              }
              if (data74 <= 0 || isNaN(data74)) {
                const err135 = { instancePath: instancePath + "/update_interval", schemaPath: "#/definitions/fractionBetweenChanges/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" };
                if (vErrors === null) {
                  vErrors = [err135];
                } else {
                  vErrors.push(err135);
                }
                errors++;
              }
            } else {
              const err136 = { instancePath: instancePath + "/update_interval", schemaPath: "#/definitions/fractionBetweenChanges/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err136];
              } else {
                vErrors.push(err136);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.LinearWarmupCosineDecaySchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err137 = { instancePath, schemaPath: "#/oneOf/12/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err137];
            } else {
              vErrors.push(err137);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.LinearWarmupCosineDecaySchedule" !== data.kind) {
              const err138 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/12/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.LinearWarmupCosineDecaySchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err138];
              } else {
                vErrors.push(err138);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data76 = data.start_value;
            if (typeof data76 == "number") {
              if (data76 < 0 || isNaN(data76)) {
                const err139 = { instancePath: instancePath + "/start_value", schemaPath: "#/oneOf/12/properties/start_value/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err139];
                } else {
                  vErrors.push(err139);
                }
                errors++;
              }
            } else {
              const err140 = { instancePath: instancePath + "/start_value", schemaPath: "#/oneOf/12/properties/start_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err140];
              } else {
                vErrors.push(err140);
              }
              errors++;
            }
          }
          if (data.end_value !== void 0) {
            let data77 = data.end_value;
            if (typeof data77 == "number") {
              if (data77 < 0 || isNaN(data77)) {
                const err141 = { instancePath: instancePath + "/end_value", schemaPath: "#/oneOf/12/properties/end_value/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err141];
                } else {
                  vErrors.push(err141);
                }
                errors++;
              }
            } else {
              const err142 = { instancePath: instancePath + "/end_value", schemaPath: "#/oneOf/12/properties/end_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err142];
              } else {
                vErrors.push(err142);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            if (!(typeof data.max_value == "number")) {
              const err143 = { instancePath: instancePath + "/max_value", schemaPath: "#/oneOf/12/properties/max_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err143];
              } else {
                vErrors.push(err143);
              }
              errors++;
            }
          }
          if (data.warmup_steps !== void 0) {
            let data79 = data.warmup_steps;
            if (!(typeof data79 == "number" && (!(data79 % 1) && !isNaN(data79))) && data79 !== null) {
              const err144 = { instancePath: instancePath + "/warmup_steps", schemaPath: "#/oneOf/12/properties/warmup_steps/type", keyword: "type", params: { type: schema11.oneOf[12].properties.warmup_steps.type }, message: "must be integer,null" };
              if (vErrors === null) {
                vErrors = [err144];
              } else {
                vErrors.push(err144);
              }
              errors++;
            }
          }
          if (data.warmup_percent !== void 0) {
            let data80 = data.warmup_percent;
            if (!(typeof data80 == "number") && data80 !== null) {
              const err145 = { instancePath: instancePath + "/warmup_percent", schemaPath: "#/oneOf/12/properties/warmup_percent/type", keyword: "type", params: { type: schema11.oneOf[12].properties.warmup_percent.type }, message: "must be number,null" };
              if (vErrors === null) {
                vErrors = [err145];
              } else {
                vErrors.push(err145);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.WarmupStableDecaySchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err146 = { instancePath, schemaPath: "#/oneOf/13/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err146];
            } else {
              vErrors.push(err146);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err147 = { instancePath, schemaPath: "#/oneOf/13/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err147];
            } else {
              vErrors.push(err147);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.WarmupStableDecaySchedule" !== data.kind) {
              const err148 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/13/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.WarmupStableDecaySchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err148];
              } else {
                vErrors.push(err148);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data82 = data.start_value;
            if (typeof data82 == "number") {
              if (data82 < 0 || isNaN(data82)) {
                const err149 = { instancePath: instancePath + "/start_value", schemaPath: "#/oneOf/13/properties/start_value/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err149];
                } else {
                  vErrors.push(err149);
                }
                errors++;
              }
            } else {
              const err150 = { instancePath: instancePath + "/start_value", schemaPath: "#/oneOf/13/properties/start_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err150];
              } else {
                vErrors.push(err150);
              }
              errors++;
            }
          }
          if (data.end_value !== void 0) {
            let data83 = data.end_value;
            if (typeof data83 == "number") {
              if (data83 < 0 || isNaN(data83)) {
                const err151 = { instancePath: instancePath + "/end_value", schemaPath: "#/oneOf/13/properties/end_value/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err151];
                } else {
                  vErrors.push(err151);
                }
                errors++;
              }
            } else {
              const err152 = { instancePath: instancePath + "/end_value", schemaPath: "#/oneOf/13/properties/end_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err152];
              } else {
                vErrors.push(err152);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data84 = data.max_value;
            if (typeof data84 == "number") {
              if (data84 < 0 || isNaN(data84)) {
                const err153 = { instancePath: instancePath + "/max_value", schemaPath: "#/oneOf/13/properties/max_value/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err153];
                } else {
                  vErrors.push(err153);
                }
                errors++;
              }
            } else {
              const err154 = { instancePath: instancePath + "/max_value", schemaPath: "#/oneOf/13/properties/max_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err154];
              } else {
                vErrors.push(err154);
              }
              errors++;
            }
          }
          if (data.warmup_steps !== void 0) {
            let data85 = data.warmup_steps;
            if (!(typeof data85 == "number" && (!(data85 % 1) && !isNaN(data85))) && data85 !== null) {
              const err155 = { instancePath: instancePath + "/warmup_steps", schemaPath: "#/oneOf/13/properties/warmup_steps/type", keyword: "type", params: { type: schema11.oneOf[13].properties.warmup_steps.type }, message: "must be integer,null" };
              if (vErrors === null) {
                vErrors = [err155];
              } else {
                vErrors.push(err155);
              }
              errors++;
            }
            if (typeof data85 == "number") {
              if (data85 < 0 || isNaN(data85)) {
                const err156 = { instancePath: instancePath + "/warmup_steps", schemaPath: "#/oneOf/13/properties/warmup_steps/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err156];
                } else {
                  vErrors.push(err156);
                }
                errors++;
              }
            }
          }
          if (data.warmup_percent !== void 0) {
            let data86 = data.warmup_percent;
            if (!(typeof data86 == "number") && data86 !== null) {
              const err157 = { instancePath: instancePath + "/warmup_percent", schemaPath: "#/oneOf/13/properties/warmup_percent/type", keyword: "type", params: { type: schema11.oneOf[13].properties.warmup_percent.type }, message: "must be number,null" };
              if (vErrors === null) {
                vErrors = [err157];
              } else {
                vErrors.push(err157);
              }
              errors++;
            }
            if (typeof data86 == "number") {
              if (data86 > 1 || isNaN(data86)) {
                const err158 = { instancePath: instancePath + "/warmup_percent", schemaPath: "#/oneOf/13/properties/warmup_percent/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" };
                if (vErrors === null) {
                  vErrors = [err158];
                } else {
                  vErrors.push(err158);
                }
                errors++;
              }
              if (data86 < 0 || isNaN(data86)) {
                const err159 = { instancePath: instancePath + "/warmup_percent", schemaPath: "#/oneOf/13/properties/warmup_percent/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err159];
                } else {
                  vErrors.push(err159);
                }
                errors++;
              }
            }
          }
          if (data.cooldown_steps !== void 0) {
            let data87 = data.cooldown_steps;
            if (!(typeof data87 == "number" && (!(data87 % 1) && !isNaN(data87))) && data87 !== null) {
              const err160 = { instancePath: instancePath + "/cooldown_steps", schemaPath: "#/oneOf/13/properties/cooldown_steps/type", keyword: "type", params: { type: schema11.oneOf[13].properties.cooldown_steps.type }, message: "must be integer,null" };
              if (vErrors === null) {
                vErrors = [err160];
              } else {
                vErrors.push(err160);
              }
              errors++;
            }
            if (typeof data87 == "number") {
              if (data87 < 0 || isNaN(data87)) {
                const err161 = { instancePath: instancePath + "/cooldown_steps", schemaPath: "#/oneOf/13/properties/cooldown_steps/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err161];
                } else {
                  vErrors.push(err161);
                }
                errors++;
              }
            }
          }
          if (data.cooldown_percent !== void 0) {
            let data88 = data.cooldown_percent;
            if (!(typeof data88 == "number") && data88 !== null) {
              const err162 = { instancePath: instancePath + "/cooldown_percent", schemaPath: "#/oneOf/13/properties/cooldown_percent/type", keyword: "type", params: { type: schema11.oneOf[13].properties.cooldown_percent.type }, message: "must be number,null" };
              if (vErrors === null) {
                vErrors = [err162];
              } else {
                vErrors.push(err162);
              }
              errors++;
            }
            if (typeof data88 == "number") {
              if (data88 > 1 || isNaN(data88)) {
                const err163 = { instancePath: instancePath + "/cooldown_percent", schemaPath: "#/oneOf/13/properties/cooldown_percent/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" };
                if (vErrors === null) {
                  vErrors = [err163];
                } else {
                  vErrors.push(err163);
                }
                errors++;
              }
              if (data88 < 0 || isNaN(data88)) {
                const err164 = { instancePath: instancePath + "/cooldown_percent", schemaPath: "#/oneOf/13/properties/cooldown_percent/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err164];
                } else {
                  vErrors.push(err164);
                }
                errors++;
              }
            }
          }
          if (data.cooldown_shape !== void 0) {
            let data89 = data.cooldown_shape;
            if (!(data89 === "sqrt" || data89 === "linear" || data89 === "cosine")) {
              const err165 = { instancePath: instancePath + "/cooldown_shape", schemaPath: "#/oneOf/13/properties/cooldown_shape/enum", keyword: "enum", params: { allowedValues: schema11.oneOf[13].properties.cooldown_shape.enum }, message: "must be equal to one of the allowed values" };
              if (vErrors === null) {
                vErrors = [err165];
              } else {
                vErrors.push(err165);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.PiecewiseLinearSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err166 = { instancePath, schemaPath: "#/oneOf/14/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err166];
            } else {
              vErrors.push(err166);
            }
            errors++;
          }
          if (data.control_points === void 0) {
            const err167 = { instancePath, schemaPath: "#/oneOf/14/required", keyword: "required", params: { missingProperty: "control_points" }, message: "must have required property 'control_points'" };
            if (vErrors === null) {
              vErrors = [err167];
            } else {
              vErrors.push(err167);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.PiecewiseLinearSchedule" !== data.kind) {
              const err168 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/14/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.PiecewiseLinearSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err168];
              } else {
                vErrors.push(err168);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data91 = data.start_value;
            if (typeof data91 == "number") {
              if (data91 < 0 || isNaN(data91)) {
                const err169 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err169];
                } else {
                  vErrors.push(err169);
                }
                errors++;
              }
            } else {
              const err170 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err170];
              } else {
                vErrors.push(err170);
              }
              errors++;
            }
          }
          if (data.control_points !== void 0) {
            let data92 = data.control_points;
            if (Array.isArray(data92)) {
              if (data92.length < 2) {
                const err171 = { instancePath: instancePath + "/control_points", schemaPath: "#/oneOf/14/properties/control_points/minItems", keyword: "minItems", params: { limit: 2 }, message: "must NOT have fewer than 2 items" };
                if (vErrors === null) {
                  vErrors = [err171];
                } else {
                  vErrors.push(err171);
                }
                errors++;
              }
              const len2 = data92.length;
              for (let i2 = 0; i2 < len2; i2++) {
                let data93 = data92[i2];
                if (Array.isArray(data93)) {
                  if (data93.length > 2) {
                    const err172 = { instancePath: instancePath + "/control_points/" + i2, schemaPath: "#/oneOf/14/properties/control_points/items/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items" };
                    if (vErrors === null) {
                      vErrors = [err172];
                    } else {
                      vErrors.push(err172);
                    }
                    errors++;
                  }
                  if (data93.length < 2) {
                    const err173 = { instancePath: instancePath + "/control_points/" + i2, schemaPath: "#/oneOf/14/properties/control_points/items/minItems", keyword: "minItems", params: { limit: 2 }, message: "must NOT have fewer than 2 items" };
                    if (vErrors === null) {
                      vErrors = [err173];
                    } else {
                      vErrors.push(err173);
                    }
                    errors++;
                  }
                  const len3 = data93.length;
                  if (len3 > 0) {
                    let data94 = data93[0];
                    if (typeof data94 == "number") {
                      if (data94 > 1 || isNaN(data94)) {
                        const err174 = { instancePath: instancePath + "/control_points/" + i2 + "/0", schemaPath: "#/oneOf/14/properties/control_points/items/items/0/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" };
                        if (vErrors === null) {
                          vErrors = [err174];
                        } else {
                          vErrors.push(err174);
                        }
                        errors++;
                      }
                      if (data94 < 0 || isNaN(data94)) {
                        const err175 = { instancePath: instancePath + "/control_points/" + i2 + "/0", schemaPath: "#/oneOf/14/properties/control_points/items/items/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                        if (vErrors === null) {
                          vErrors = [err175];
                        } else {
                          vErrors.push(err175);
                        }
                        errors++;
                      }
                    } else {
                      const err176 = { instancePath: instancePath + "/control_points/" + i2 + "/0", schemaPath: "#/oneOf/14/properties/control_points/items/items/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                      if (vErrors === null) {
                        vErrors = [err176];
                      } else {
                        vErrors.push(err176);
                      }
                      errors++;
                    }
                  }
                  if (len3 > 1) {
                    if (!(typeof data93[1] == "number")) {
                      const err177 = { instancePath: instancePath + "/control_points/" + i2 + "/1", schemaPath: "#/oneOf/14/properties/control_points/items/items/1/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                      if (vErrors === null) {
                        vErrors = [err177];
                      } else {
                        vErrors.push(err177);
                      }
                      errors++;
                    }
                  }
                } else {
                  const err178 = { instancePath: instancePath + "/control_points/" + i2, schemaPath: "#/oneOf/14/properties/control_points/items/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                  if (vErrors === null) {
                    vErrors = [err178];
                  } else {
                    vErrors.push(err178);
                  }
                  errors++;
                }
              }
            } else {
              const err179 = { instancePath: instancePath + "/control_points", schemaPath: "#/oneOf/14/properties/control_points/type", keyword: "type", params: { type: "array" }, message: "must be array" };
              if (vErrors === null) {
                vErrors = [err179];
              } else {
                vErrors.push(err179);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.PeriodicBoolSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err180 = { instancePath, schemaPath: "#/oneOf/15/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err180];
            } else {
              vErrors.push(err180);
            }
            errors++;
          }
          if (data.initial_state === void 0) {
            const err181 = { instancePath, schemaPath: "#/oneOf/15/required", keyword: "required", params: { missingProperty: "initial_state" }, message: "must have required property 'initial_state'" };
            if (vErrors === null) {
              vErrors = [err181];
            } else {
              vErrors.push(err181);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.PeriodicBoolSchedule" !== data.kind) {
              const err182 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/15/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.PeriodicBoolSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err182];
              } else {
                vErrors.push(err182);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data97 = data.start_value;
            if (typeof data97 == "number") {
              if (data97 < 0 || isNaN(data97)) {
                const err183 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err183];
                } else {
                  vErrors.push(err183);
                }
                errors++;
              }
            } else {
              const err184 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err184];
              } else {
                vErrors.push(err184);
              }
              errors++;
            }
          }
          if (data.initial_state !== void 0) {
            if (typeof data.initial_state !== "boolean") {
              const err185 = { instancePath: instancePath + "/initial_state", schemaPath: "#/oneOf/15/properties/initial_state/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err185];
              } else {
                vErrors.push(err185);
              }
              errors++;
            }
          }
          if (data.off_value !== void 0) {
            if (!(typeof data.off_value == "number")) {
              const err186 = { instancePath: instancePath + "/off_value", schemaPath: "#/oneOf/15/properties/off_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err186];
              } else {
                vErrors.push(err186);
              }
              errors++;
            }
          }
          if (data.on_value !== void 0) {
            if (!(typeof data.on_value == "number")) {
              const err187 = { instancePath: instancePath + "/on_value", schemaPath: "#/oneOf/15/properties/on_value/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err187];
              } else {
                vErrors.push(err187);
              }
              errors++;
            }
          }
          if (data.off_duration !== void 0) {
            let data101 = data.off_duration;
            if (!(typeof data101 == "number" && (!(data101 % 1) && !isNaN(data101)))) {
              const err188 = { instancePath: instancePath + "/off_duration", schemaPath: "#/oneOf/15/properties/off_duration/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
              if (vErrors === null) {
                vErrors = [err188];
              } else {
                vErrors.push(err188);
              }
              errors++;
            }
          }
          if (data.on_duration !== void 0) {
            let data102 = data.on_duration;
            if (!(typeof data102 == "number" && (!(data102 % 1) && !isNaN(data102)))) {
              const err189 = { instancePath: instancePath + "/on_duration", schemaPath: "#/oneOf/15/properties/on_duration/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
              if (vErrors === null) {
                vErrors = [err189];
              } else {
                vErrors.push(err189);
              }
              errors++;
            }
          }
          if (data.invert !== void 0) {
            if (typeof data.invert !== "boolean") {
              const err190 = { instancePath: instancePath + "/invert", schemaPath: "#/oneOf/15/properties/invert/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err190];
              } else {
                vErrors.push(err190);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.scheduler.SchedulerConfig") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err191 = { instancePath, schemaPath: "#/oneOf/16/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err191];
            } else {
              vErrors.push(err191);
            }
            errors++;
          }
          if (data.end_value === void 0) {
            const err192 = { instancePath, schemaPath: "#/oneOf/16/required", keyword: "required", params: { missingProperty: "end_value" }, message: "must have required property 'end_value'" };
            if (vErrors === null) {
              vErrors = [err192];
            } else {
              vErrors.push(err192);
            }
            errors++;
          }
          if (data.warmup_percent === void 0) {
            const err193 = { instancePath, schemaPath: "#/oneOf/16/required", keyword: "required", params: { missingProperty: "warmup_percent" }, message: "must have required property 'warmup_percent'" };
            if (vErrors === null) {
              vErrors = [err193];
            } else {
              vErrors.push(err193);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.scheduler.SchedulerConfig" !== data.kind) {
              const err194 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/16/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.scheduler.SchedulerConfig" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err194];
              } else {
                vErrors.push(err194);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data105 = data.start_value;
            if (typeof data105 == "number") {
              if (data105 < 0 || isNaN(data105)) {
                const err195 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err195];
                } else {
                  vErrors.push(err195);
                }
                errors++;
              }
            } else {
              const err196 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err196];
              } else {
                vErrors.push(err196);
              }
              errors++;
            }
          }
          if (data.warmup_percent !== void 0) {
            let data106 = data.warmup_percent;
            if (typeof data106 == "number") {
              if (data106 > 1 || isNaN(data106)) {
                const err197 = { instancePath: instancePath + "/warmup_percent", schemaPath: "#/oneOf/16/properties/warmup_percent/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" };
                if (vErrors === null) {
                  vErrors = [err197];
                } else {
                  vErrors.push(err197);
                }
                errors++;
              }
              if (data106 < 0 || isNaN(data106)) {
                const err198 = { instancePath: instancePath + "/warmup_percent", schemaPath: "#/oneOf/16/properties/warmup_percent/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err198];
                } else {
                  vErrors.push(err198);
                }
                errors++;
              }
            } else {
              const err199 = { instancePath: instancePath + "/warmup_percent", schemaPath: "#/oneOf/16/properties/warmup_percent/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err199];
              } else {
                vErrors.push(err199);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.ProgressSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err200 = { instancePath, schemaPath: "#/oneOf/17/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err200];
            } else {
              vErrors.push(err200);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.ProgressSchedule" !== data.kind) {
              const err201 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/17/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.ProgressSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err201];
              } else {
                vErrors.push(err201);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data108 = data.start_value;
            if (typeof data108 == "number") {
              if (data108 < 0 || isNaN(data108)) {
                const err202 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err202];
                } else {
                  vErrors.push(err202);
                }
                errors++;
              }
            } else {
              const err203 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err203];
              } else {
                vErrors.push(err203);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err204 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err204];
              } else {
                vErrors.push(err204);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err205 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err205];
              } else {
                vErrors.push(err205);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.DecreasingProgressSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err206 = { instancePath, schemaPath: "#/oneOf/18/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err206];
            } else {
              vErrors.push(err206);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err207 = { instancePath, schemaPath: "#/oneOf/18/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err207];
            } else {
              vErrors.push(err207);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.DecreasingProgressSchedule" !== data.kind) {
              const err208 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/18/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.DecreasingProgressSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err208];
              } else {
                vErrors.push(err208);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            let data112 = data.start_value;
            if (typeof data112 == "number") {
              if (data112 < 0 || isNaN(data112)) {
                const err209 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err209];
                } else {
                  vErrors.push(err209);
                }
                errors++;
              }
            } else {
              const err210 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startNotNegative/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err210];
              } else {
                vErrors.push(err210);
              }
              errors++;
            }
          }
          if (data.end_value !== void 0) {
            let data113 = data.end_value;
            if (typeof data113 == "number") {
              if (data113 < 0 || isNaN(data113)) {
                const err211 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err211];
                } else {
                  vErrors.push(err211);
                }
                errors++;
              }
            } else {
              const err212 = { instancePath: instancePath + "/end_value", schemaPath: "#/definitions/endOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err212];
              } else {
                vErrors.push(err212);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err213 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err213];
              } else {
                vErrors.push(err213);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err214 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err214];
              } else {
                vErrors.push(err214);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data116 = data.max_value;
            if (typeof data116 == "number") {
              if (data116 < 0 || isNaN(data116)) {
                const err215 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                if (vErrors === null) {
                  vErrors = [err215];
                } else {
                  vErrors.push(err215);
                }
                errors++;
              }
            } else {
              const err216 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfDecrease/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err216];
              } else {
                vErrors.push(err216);
              }
              errors++;
            }
          }
        }
      } else if (tag0 === "noether.core.schedules.IncreasingProgressSchedule") {
        if (data && typeof data == "object" && !Array.isArray(data)) {
          if (data.kind === void 0) {
            const err217 = { instancePath, schemaPath: "#/oneOf/19/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
            if (vErrors === null) {
              vErrors = [err217];
            } else {
              vErrors.push(err217);
            }
            errors++;
          }
          if (data.max_value === void 0) {
            const err218 = { instancePath, schemaPath: "#/oneOf/19/required", keyword: "required", params: { missingProperty: "max_value" }, message: "must have required property 'max_value'" };
            if (vErrors === null) {
              vErrors = [err218];
            } else {
              vErrors.push(err218);
            }
            errors++;
          }
          if (data.kind !== void 0) {
            if ("noether.core.schedules.IncreasingProgressSchedule" !== data.kind) {
              const err219 = { instancePath: instancePath + "/kind", schemaPath: "#/oneOf/19/properties/kind/const", keyword: "const", params: { allowedValue: "noether.core.schedules.IncreasingProgressSchedule" }, message: "must be equal to constant" };
              if (vErrors === null) {
                vErrors = [err219];
              } else {
                vErrors.push(err219);
              }
              errors++;
            }
          }
          if (data.start_value !== void 0) {
            if (!(typeof data.start_value == "number")) {
              const err220 = { instancePath: instancePath + "/start_value", schemaPath: "#/definitions/startAnySign/type", keyword: "type", params: { type: "number" }, message: "must be number" };
              if (vErrors === null) {
                vErrors = [err220];
              } else {
                vErrors.push(err220);
              }
              errors++;
            }
          }
          if (data.exclude_first !== void 0) {
            if (typeof data.exclude_first !== "boolean") {
              const err221 = { instancePath: instancePath + "/exclude_first", schemaPath: "#/definitions/excludeFirst/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err221];
              } else {
                vErrors.push(err221);
              }
              errors++;
            }
          }
          if (data.exclude_last !== void 0) {
            if (typeof data.exclude_last !== "boolean") {
              const err222 = { instancePath: instancePath + "/exclude_last", schemaPath: "#/definitions/excludeLast/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" };
              if (vErrors === null) {
                vErrors = [err222];
              } else {
                vErrors.push(err222);
              }
              errors++;
            }
          }
          if (data.max_value !== void 0) {
            let data121 = data.max_value;
            if (!(typeof data121 == "number") && data121 !== null) {
              const err223 = { instancePath: instancePath + "/max_value", schemaPath: "#/definitions/peakOfIncrease/type", keyword: "type", params: { type: schema22.type }, message: "must be number,null" };
              if (vErrors === null) {
                vErrors = [err223];
              } else {
                vErrors.push(err223);
              }
              errors++;
            }
          }
        }
      } else {
        const err224 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "mapping", tag: "kind", tagValue: tag0 }, message: 'value of tag "kind" must be in oneOf' };
        if (vErrors === null) {
          vErrors = [err224];
        } else {
          vErrors.push(err224);
        }
        errors++;
      }
    } else {
      const err225 = { instancePath, schemaPath: "#/discriminator", keyword: "discriminator", params: { error: "tag", tag: "kind", tagValue: tag0 }, message: 'tag "kind" must be string' };
      if (vErrors === null) {
        vErrors = [err225];
      } else {
        vErrors.push(err225);
      }
      errors++;
    }
  } else {
    const err226 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err226];
    } else {
      vErrors.push(err226);
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
