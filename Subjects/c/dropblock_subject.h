/* Put a DropBlock written in C or C++ under test: the adapter kit, in one header.
 *
 * It speaks Documentation/Protocol.md on standard input and output, in C11 and C++17, without a library. The
 * whole program is a declaration, a function that answers one case, and a call:
 *
 *     #include "dropblock_subject.h"
 *
 *     static int run(const dbs_case *c, dbs_answer *a) {
 *       if (!c->training) return dbs_copy(c, a);
 *       my_drop_block((const float *)c->input, (float *)a->output, c->samples, c->channels,
 *                     c->spatial, c->block[0], c->drop_probability, c->key);
 *       return DBS_RESULT;
 *     }
 *
 *     int main(void) {
 *       const dbs_subject subject = {
 *           "mine", "1.0", "{\"elementTypes\": [\"float32\"], \"capabilities\": [\"keyed\"]}", run};
 *       return dbs_serve(&subject);
 *     }
 *
 *     cc -std=c11 subject.c -o subject && dropblock check -- ./subject
 *
 * The declaration is the object `declares` of the protocol's page; what is left out is the paper's. A case that
 * asks for what is not declared never reaches `run`. `run` fills the buffers of the answer, which have the
 * input's size, and returns DBS_RESULT; or it returns dbs_refused(a, "…") for a value that is not admissible,
 * or dbs_unsupported(a, "…"). Print nothing to standard output; standard error is free.
 */
#ifndef DROPBLOCK_SUBJECT_H
#define DROPBLOCK_SUBJECT_H

#include <limits.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DBS_HEADER_LIMIT 65536
#define DBS_MOST_CASES 64

/* What `run` returns. */
enum { DBS_RESULT = 0, DBS_REFUSED = 1, DBS_UNSUPPORTED = 2 };

/* One question. */
typedef struct dbs_case {
  int64_t samples, channels;
  int64_t spatial[3]; /* the sizes of the spatial axes; those beyond `rank` are 1 */
  int rank;           /* 1, 2 or 3 */
  int64_t block[3];   /* the sides of the block, one for each axis; those beyond `rank` are 1 */
  double drop_probability;
  double gamma_factor;
  int training;       /* 0: inference */
  int continues;      /* do not seed anew */
  uint64_t key;
  char dtype[16];     /* float16, bfloat16, float32 or float64 */
  size_t width;       /* bytes of one element */
  size_t count;       /* samples * channels * all spatial sizes */
  const void *input;           /* samples, channels, spatial axes: row-major */
  const void *output_gradient; /* NULL where no backward pass is asked for */
  const char *json;            /* all of the case, for fields that are not here: dbs_field */
} dbs_case;

/* What it is answered. */
typedef struct dbs_answer {
  void *output;         /* as large as the input */
  void *input_gradient; /* as large as the input; NULL where none is asked for */
  char message[200];
} dbs_answer;

/* Who answers. */
typedef struct dbs_subject {
  const char *name, *version, *declares;
  int (*run)(const dbs_case *, dbs_answer *);
} dbs_subject;

static inline int dbs_say(dbs_answer *answer, const char *message, int status) {
  size_t length = 0;
  for (; message[length] && length + 1 < sizeof answer->message; length++) {
    unsigned char letter = (unsigned char)message[length];
    answer->message[length] = letter < 32 || letter == '"' || letter == '\\' ? '?' : (char)letter;
  }
  answer->message[length] = 0;
  return status;
}

/* The case is not admissible: the message names the value and the admissible range. */
static inline int dbs_refused(dbs_answer *answer, const char *message) {
  return dbs_say(answer, message, DBS_REFUSED);
}

/* The subject has no such option. */
static inline int dbs_unsupported(dbs_answer *answer, const char *message) {
  return dbs_say(answer, message, DBS_UNSUPPORTED);
}

/* The input is the output, and the gradient of the output that of the input. */
static inline int dbs_copy(const dbs_case *c, dbs_answer *answer) {
  if (c->count) memcpy(answer->output, c->input, c->count * c->width);
  if (c->count && c->output_gradient)
    memcpy(answer->input_gradient, c->output_gradient, c->count * c->width);
  return DBS_RESULT;
}

/* JSON, as far as it is needed: every function takes a value's first letter, and gives NULL for what is
 * malformed or not there. */

static inline const char *dbs_space(const char *s) {
  while (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n') s++;
  return s;
}

static inline const char *dbs_skip(const char *s, int depth) {
  s = dbs_space(s);
  if (*s == '"') {
    for (s++; *s && *s != '"'; s++)
      if (*s == '\\' && !*++s) return NULL;
    return *s ? s + 1 : NULL;
  }
  if (*s == '{' || *s == '[') {
    char end = *s == '{' ? '}' : ']';
    int is_object = *s == '{';
    if (depth == 0) return NULL;
    s = dbs_space(s + 1);
    if (*s == end) return s + 1;
    for (;;) {
      if (is_object) {
        if (*dbs_space(s) != '"' || !(s = dbs_skip(s, 1))) return NULL;
        s = dbs_space(s);
        if (*s++ != ':') return NULL;
      }
      if (!(s = dbs_skip(s, depth - 1))) return NULL;
      s = dbs_space(s);
      if (*s == end) return s + 1;
      if (*s++ != ',') return NULL;
    }
  }
  {
    const char *start = s;
    while (*s && !strchr(",]} \t\r\n", *s)) s++;
    return s > start ? s : NULL;
  }
}

/* The value of a field of an object. */
static inline const char *dbs_field(const char *object, const char *name) {
  size_t length = strlen(name);
  const char *s = object ? dbs_space(object) : "";
  if (*s++ != '{') return NULL;
  for (;;) {
    const char *key = dbs_space(s);
    if (*key != '"' || !(s = dbs_skip(key, 1))) return NULL;
    int is_it = (size_t)(s - key) == length + 2 && !strncmp(key + 1, name, length);
    s = dbs_space(s);
    if (*s++ != ':') return NULL;
    if (is_it) return dbs_space(s);
    if (!(s = dbs_skip(s, 32))) return NULL;
    s = dbs_space(s);
    if (*s++ != ',') return NULL;
  }
}

/* The entry of an array, counted from 0. */
static inline const char *dbs_entry(const char *array, int64_t index) {
  const char *s = array ? dbs_space(array) : "";
  if (*s++ != '[' || index < 0 || *dbs_space(s) == ']') return NULL;
  for (; index > 0; index--) {
    if (!(s = dbs_skip(s, 32))) return NULL;
    s = dbs_space(s);
    if (*s++ != ',') return NULL;
  }
  return dbs_space(s);
}

static inline int dbs_is_null(const char *value) { return !value || !strncmp(value, "null", 4); }

static inline int dbs_is_text(const char *value, const char *text) {
  size_t length = strlen(text);
  return value && *value == '"' && !strncmp(value + 1, text, length) && value[length + 1] == '"';
}

static inline double dbs_number(const char *value, double otherwise) {
  if (dbs_is_null(value)) return otherwise;
  if (dbs_is_text(value, "NaN")) return NAN;
  if (dbs_is_text(value, "Infinity")) return INFINITY;
  if (dbs_is_text(value, "-Infinity")) return -INFINITY;
  return strtod(value, NULL);
}

static inline int64_t dbs_integer(const char *value, int64_t otherwise) {
  return dbs_is_null(value) ? otherwise : (int64_t)strtoll(value, NULL, 10);
}

static inline void dbs_text(const char *value, char *text, size_t size, const char *otherwise) {
  size_t length = 0;
  if (!value || *value != '"') value = NULL;
  for (const char *s = value ? value + 1 : otherwise; *s && *s != '"' && length + 1 < size; s++)
    text[length++] = *s;
  text[length] = 0;
}

/* Whether a list of the declaration has a word; a list that is left out has its default. */
static inline int dbs_offers(const char *declares, const char *list, const char *otherwise,
                      const char *word) {
  const char *entries = dbs_field(declares, list), *entry;
  if (!entries) return !strcmp(otherwise, word);
  for (int64_t index = 0; (entry = dbs_entry(entries, index)); index++)
    if (dbs_is_text(entry, word)) return 1;
  return 0;
}

/* Over which axes masks are to be shared: 1 for channels, 2 for samples. */
static inline int dbs_axes(const char *list) {
  const char *entry;
  int axes = 0;
  for (int64_t index = 0; (entry = dbs_entry(list, index)); index++)
    axes |= dbs_is_text(entry, "channels") ? 1 : dbs_is_text(entry, "samples") ? 2 : 4;
  return axes;
}

static inline int dbs_offers_sharing(const char *declares, const char *sharing) {
  const char *entries = dbs_field(declares, "sharings"), *entry;
  if (!entries) return dbs_axes(sharing) == 0;
  for (int64_t index = 0; (entry = dbs_entry(entries, index)); index++)
    if (dbs_axes(entry) == dbs_axes(sharing)) return 1;
  return 0;
}

static inline int dbs_offers_rank(const char *declares, int rank) {
  const char *entries = dbs_field(declares, "ranks"), *entry;
  if (!entries) return rank == 2;
  for (int64_t index = 0; (entry = dbs_entry(entries, index)); index++)
    if (dbs_integer(entry, 0) == rank) return 1;
  return 0;
}

/* Says what a case asks for that is not declared. */
static inline int dbs_check(const dbs_subject *subject, const dbs_case *c, dbs_answer *answer) {
  static const char *const options[][4] = {
      {"seedGrid", "seedGrids", "valid", "valid"}, {"gammaRule", "gammaRules", "paper", "paper"},
      {"scale", "scales", "tensor", "tensor"},
      {"oversizedBlock", "oversizedBlocks", "clipped", "clipped"},
      {"layout", "layouts", "channelsFirst", "channelsFirst"}};
  const char *declares = subject->declares;
  char word[64];
  for (size_t index = 0; index < sizeof options / sizeof *options; index++) {
    dbs_text(dbs_field(c->json, options[index][0]), word, sizeof word, options[index][3]);
    if (!dbs_offers(declares, options[index][1], options[index][2], word))
      return dbs_unsupported(answer, word);
  }
  dbs_text(dbs_field(c->json, "sampler"), word, sizeof word, "own");
  if (strcmp(word, "own") && !dbs_offers(declares, "samplers", "", word))
    return dbs_unsupported(answer, word);
  if (!dbs_offers(declares, "elementTypes", "float32", c->dtype))
    return dbs_unsupported(answer, c->dtype);
  if (!dbs_offers_sharing(declares, dbs_field(c->json, "sharing")))
    return dbs_unsupported(answer, "sharing");
  if (!dbs_offers_rank(declares, c->rank)) return dbs_unsupported(answer, "rank");
  {
    int differ = 0;
    for (int axis = 1; axis < c->rank; axis++) differ |= c->block[axis] != c->block[0];
    const struct {
      int is_needed;
      const char *name;
    } needed[] = {{c->output_gradient != NULL, "backward"},
                  {!dbs_is_null(dbs_field(c->json, "laterKey")), "laterForward"},
                  {c->continues, "continues"},
                  {dbs_integer(dbs_field(c->json, "firstSample"), 0) != 0, "firstSample"},
                  {!dbs_is_null(dbs_field(c->json, "threads")), "threads"},
                  {!strncmp(dbs_field(c->json, "inPlace") ? dbs_field(c->json, "inPlace") : "", "true", 4),
                   "inPlace"},
                  {differ, "rectangularBlocks"},
                  {c->gamma_factor != 1, "gammaFactor"},
                  {c->count == 0, "emptyTensors"}};
    for (size_t index = 0; index < sizeof needed / sizeof *needed; index++)
      if (needed[index].is_needed && !dbs_offers(declares, "capabilities", "", needed[index].name))
        return dbs_unsupported(answer, needed[index].name);
  }
  return DBS_RESULT;
}

static inline int dbs_fail(int code, const char *message) {
  fprintf(stderr, "dropblock_subject: %s\n", message);
  return code;
}

typedef struct dbs_blob {
  unsigned char *bytes;
  size_t size;
  char dtype[16];
} dbs_blob;

static inline size_t dbs_width(const char *dtype) {
  return !strcmp(dtype, "float64") || !strcmp(dtype, "int64") ? 8
         : !strcmp(dtype, "float32")                          ? 4
         : !strcmp(dtype, "bool")                             ? 1
                                                              : 2;
}

/* Reads what a case says of itself; 0 where it is malformed in a way that is for the subject to refuse. */
static inline int dbs_read(const char *json, const dbs_blob *blobs, size_t blob_count, dbs_case *c,
                    dbs_answer *answer) {
  const char *spatial = dbs_field(json, "spatial"), *sides = dbs_field(json, "blockSize");
  int64_t input = dbs_integer(dbs_field(json, "input"), -1);
  int64_t gradient = dbs_integer(dbs_field(json, "outputGradient"), -1);
  char word[32];
  memset(c, 0, sizeof *c);
  c->json = json;
  if (input < 0 || (size_t)input >= blob_count || gradient >= (int64_t)blob_count) return -1;
  c->input = blobs[input].bytes;
  if (gradient >= 0) c->output_gradient = blobs[gradient].bytes;
  memcpy(c->dtype, blobs[input].dtype, sizeof c->dtype);
  c->width = dbs_width(c->dtype);
  c->samples = dbs_integer(dbs_field(json, "samples"), 0);
  c->channels = dbs_integer(dbs_field(json, "channels"), 0);
  c->drop_probability = dbs_number(dbs_field(json, "dropProbability"), 0);
  c->gamma_factor = dbs_number(dbs_field(json, "gammaFactor"), 1);
  dbs_text(dbs_field(json, "mode"), word, sizeof word, "training");
  c->training = !strcmp(word, "training");
  c->continues = dbs_field(json, "continues") && !strncmp(dbs_field(json, "continues"), "true", 4);
  dbs_text(dbs_field(json, "key"), word, sizeof word, "0x0");
  c->key = strtoull(word, NULL, 16);
  for (c->rank = 0; dbs_entry(spatial, c->rank); c->rank++) {
    if (c->rank < 3) c->spatial[c->rank] = dbs_integer(dbs_entry(spatial, c->rank), 0);
  }
  if (c->rank < 1 || c->rank > 3)
    return dbs_refused(answer, "the number of spatial axes; 1, 2 or 3 are admissible");
  for (int axis = c->rank; axis < 3; axis++) c->spatial[axis] = 1;
  {
    double units = (double)c->samples * (double)c->channels;
    int64_t sizes[5] = {c->samples, c->channels, c->spatial[0], c->spatial[1], c->spatial[2]};
    for (int axis = 0; axis < 3; axis++) units *= (double)c->spatial[axis];
    for (int axis = 0; axis < 5; axis++)
      if (sizes[axis] < 0) return dbs_refused(answer, "a size is below 0");
    if (units * (double)c->width != (double)blobs[input].size)
      return dbs_refused(answer, "the input does not hold as many elements as the shape asks for");
    if (gradient >= 0 && (blobs[gradient].size != blobs[input].size ||
                          strcmp(blobs[gradient].dtype, c->dtype)))
      return dbs_refused(answer, "the output gradient is not like the input");
  }
  c->count = blobs[input].size / c->width;
  for (int axis = 0; axis < 3; axis++) c->block[axis] = 1;
  for (int axis = 0; axis <= c->rank; axis++) {
    const char *side = dbs_entry(sides, axis);
    if ((side != NULL) != (axis < c->rank))
      return dbs_refused(answer, "the number of block sides; one for each spatial axis is admissible");
    if (side) c->block[axis] = dbs_integer(side, 0);
    if (side && c->block[axis] < 1) return dbs_refused(answer, "a block side; 1 and more are admissible");
  }
  if (!(c->drop_probability >= 0 && c->drop_probability <= 1))
    return dbs_refused(answer, "the drop probability; 0 to 1 are admissible");
  if (!(c->gamma_factor >= 0) || isinf(c->gamma_factor))
    return dbs_refused(answer, "the factor of gamma; 0 and more, finite, are admissible");
  return DBS_RESULT;
}

typedef struct dbs_buffer {
  char *text;
  size_t length, size;
} dbs_buffer;

static inline int dbs_add(dbs_buffer *buffer, const void *bytes, size_t count) {
  if (buffer->size - buffer->length < count) {
    size_t size = (buffer->size + count) * 2;
    char *text = (char *)realloc(buffer->text, size);
    if (!text) return 0;
    buffer->text = text;
    buffer->size = size;
  }
  if (count) memcpy(buffer->text + buffer->length, bytes, count);
  buffer->length += count;
  return 1;
}

/* Appends a row of the blob table, with its shape as the case has it, and the bytes themselves. */
static inline int dbs_send(dbs_buffer *table, dbs_buffer *bytes, const dbs_case *c, const char *name,
                    const void *data) {
  char row[400];
  int length = snprintf(row, sizeof row, "%s{\"name\":\"%s\",\"dtype\":\"%s\",\"shape\":[%lld,%lld",
                        table->length ? "," : "", name, c->dtype, (long long)c->samples,
                        (long long)c->channels);
  for (int axis = 0; axis < c->rank; axis++)
    length += snprintf(row + length, sizeof row - (size_t)length, ",%lld", (long long)c->spatial[axis]);
  length += snprintf(row + length, sizeof row - (size_t)length, "],\"bytes\":%lld}",
                     (long long)(c->count * c->width));
  return dbs_add(table, row, (size_t)length) && dbs_add(bytes, data, c->count * c->width);
}

/* Answers one request to run cases; the exit code where that fails. */
static inline int dbs_run(const dbs_subject *subject, const char *header, const dbs_blob *blobs,
                   size_t blob_count) {
  dbs_buffer table = {NULL, 0, 0}, bytes = {NULL, 0, 0}, answers = {NULL, 0, 0};
  const char *cases = dbs_field(header, "cases"), *json;
  char id[64];
  int sent = 0, is_full = 0;
  dbs_text(dbs_field(header, "id"), id, sizeof id, "");
  for (int64_t index = 0; (json = dbs_entry(cases, index)); index++) {
    dbs_case c;
    dbs_answer answer;
    char text[320];
    int status, length;
    memset(&answer, 0, sizeof answer);
    status = dbs_read(json, blobs, blob_count, &c, &answer);
    if (status < 0) return dbs_fail(65, "a case without its tensors");
    if (status == DBS_RESULT) status = dbs_check(subject, &c, &answer);
    if (status == DBS_RESULT) {
      answer.output = calloc(c.count + 1, c.width);
      if (c.output_gradient) answer.input_gradient = calloc(c.count + 1, c.width);
      if (!answer.output || (c.output_gradient && !answer.input_gradient))
        return dbs_fail(70, "out of memory");
      status = subject->run(&c, &answer);
    }
    if (status == DBS_RESULT) {
      length = snprintf(text, sizeof text, "%s{\"status\":\"result\",\"output\":%d", index ? "," : "", sent);
      is_full |= !dbs_send(&table, &bytes, &c, "output", answer.output);
      sent++;
      if (c.output_gradient) {
        length += snprintf(text + length, sizeof text - (size_t)length, ",\"inputGradient\":%d", sent);
        is_full |= !dbs_send(&table, &bytes, &c, "inputGradient", answer.input_gradient);
        sent++;
      }
      length += snprintf(text + length, sizeof text - (size_t)length, "}");
    } else {
      length = snprintf(text, sizeof text, "%s{\"status\":\"%s\",\"message\":\"%s\"}", index ? "," : "",
                        status == DBS_REFUSED ? "refused" : "unsupported", answer.message);
    }
    is_full |= !dbs_add(&answers, text, (size_t)length);
    free(answer.output);
    free(answer.input_gradient);
  }
  if (is_full) return dbs_fail(70, "out of memory");
  printf("{\"kind\":\"run\",\"id\":\"%s\",\"answers\":[%.*s],\"blobs\":[%.*s]}\n", id,
         (int)answers.length, answers.text ? answers.text : "", (int)table.length,
         table.text ? table.text : "");
  fwrite(bytes.text, 1, bytes.length, stdout);
  free(table.text);
  free(bytes.text);
  free(answers.text);
  return 0;
}

/* Speaks the protocol until it is told to stop; returns the program's exit code. */
static inline int dbs_serve(const dbs_subject *subject) {
  static char header[DBS_HEADER_LIMIT + 1];
  for (;;) {
    static dbs_blob blobs[2 * DBS_MOST_CASES];
    const char *table, *row, *kind;
    size_t count = 0;
    int code = 0;
    if (!fgets(header, sizeof header, stdin)) return 0;
    if (!strchr(header, '\n')) return dbs_fail(65, "a header that does not end");
    if (!dbs_skip(header, 32)) return dbs_fail(65, "a header that is not JSON");
    kind = dbs_field(header, "kind");
    table = dbs_field(header, "blobs");
    for (; (row = dbs_entry(table, (int64_t)count)); count++) {
      dbs_blob *blob = &blobs[count];
      int64_t size = dbs_integer(dbs_field(row, "bytes"), -1);
      if (count >= sizeof blobs / sizeof *blobs || size < 0) return dbs_fail(65, "the table of blobs");
      blob->size = (size_t)size;
      dbs_text(dbs_field(row, "dtype"), blob->dtype, sizeof blob->dtype, "");
    }
    for (size_t index = 0; index < count; index++) {
      blobs[index].bytes = (unsigned char *)malloc(blobs[index].size + 1);
      if (!blobs[index].bytes) return dbs_fail(70, "out of memory");
      if (fread(blobs[index].bytes, 1, blobs[index].size, stdin) != blobs[index].size)
        return dbs_fail(65, "the stream ended within a blob");
    }
    if (dbs_is_text(kind, "stop")) return 0;
    if (dbs_is_text(kind, "hello")) {
      printf("{\"kind\":\"hello\",\"protocol\":1,\"name\":\"%s\",\"version\":\"%s\",\"declares\":%s,"
             "\"blobs\":[]}\n",
             subject->name, subject->version, subject->declares);
    } else if (dbs_is_text(kind, "run")) {
      code = dbs_run(subject, header, blobs, count);
    } else if (dbs_is_text(kind, "schedule")) {
      char id[64];
      dbs_text(dbs_field(header, "id"), id, sizeof id, "");
      printf("{\"kind\":\"schedule\",\"id\":\"%s\",\"status\":\"unsupported\",\"message\":\"schedule\","
             "\"blobs\":[]}\n", id);
    } else {
      return dbs_fail(65, "a request of an unknown kind");
    }
    for (size_t index = 0; index < count; index++) free(blobs[index].bytes);
    if (code) return code;
    if (fflush(stdout)) return 74;
  }
}

#endif
