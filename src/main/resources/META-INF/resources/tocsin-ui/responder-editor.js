/*
 * The editor of a responder: a form for each action, made from the arguments that the action declares, and the JSON
 * beside it. Both are views of one object; whichever is typed in, the other follows. What is sent is the JSON.
 */
(() => {
  'use strict';

  /** What the server shows, and takes, in place of a secret that it has. */
  const KEPT_SECRET = '********';
  const LONGEST_DELAY = 315360000;

  let editor;
  let text;
  let form;
  let forms;
  let texts;
  let faults;
  /** The responder as an object; null while the JSON cannot be read. */
  let model = null;
  let saved;
  let leaving = false;
  let ids = 0;

  // --- Making elements: all that is shown is set as text, never as markup ------------------------

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith('on')) {
        element.addEventListener(key.slice(2), value);
      } else if (key in element && key !== 'list' && key !== 'form') {
        element[key] = value;
      } else {
        element.setAttribute(key, value);
      }
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  }

  /** A control with its label, what it is for, and room for what is wrong with it. */
  function field(label, control, path, { note = '', required = false, after = null } = {}) {
    control.id = control.id || 'f' + (++ids);
    const noteId = control.id + '-note';
    const faultId = control.id + '-fault';
    control.dataset.path = path;
    control.setAttribute('aria-describedby', (note ? noteId + ' ' : '') + faultId);
    if (required) {
      control.setAttribute('aria-required', 'true');
    }
    return make('div', { className: 'field' },
      make('label', { htmlFor: control.id }, label, required ? make('span', { className: 'required' }, ' ' + texts.required) : null),
      control, after,
      note ? make('p', { className: 'note', id: noteId }, note) : null,
      make('p', { className: 'fault', id: faultId, hidden: true }));
  }

  function check(label, checked, path, note, change) {
    const box = make('input', { type: 'checkbox', id: 'f' + (++ids), checked });
    box.dataset.path = path;
    box.setAttribute('aria-describedby', box.id + '-note ' + box.id + '-fault');
    box.addEventListener('change', () => { change(box.checked); changed(box); });
    return make('div', { className: 'field check' },
      make('label', { htmlFor: box.id }, box, ' ' + label),
      make('p', { className: 'note', id: box.id + '-note' }, note),
      make('p', { className: 'fault', id: box.id + '-fault', hidden: true }));
  }

  function delayText(seconds) {
    const parts = [];
    for (const [unit, length, of] of [['d', 86400, Infinity], ['h', 3600, 24], ['min', 60, 60], ['s', 1, 60]]) {
      const amount = Math.floor(seconds / length) % of;
      if (amount > 0) {
        parts.push(amount + ' ' + unit);
      }
    }
    return parts.join(' ');
  }

  // --- From the form to the JSON -----------------------------------------------------------------

  function isObject(value) {
    return value !== null && typeof value === 'object' && !Array.isArray(value);
  }

  function set(object, key, value) {
    if (value === undefined || value === '') {
      delete object[key];
    } else {
      object[key] = value;
    }
  }

  function write() {
    text.value = JSON.stringify(model, null, 4);
    sayJson('');
  }

  /** After something was typed in the form. */
  function changed(control) {
    if (control) {
      sayFault(control, '');
    }
    write();
  }

  /** After actions were added, removed or moved: what was wrong was said of other places. */
  function restructured(focus) {
    faults = [];
    write();
    show();
    const wanted = document.getElementById(focus);
    if (wanted) {
      wanted.focus();
    }
  }

  // --- From the JSON to the form -----------------------------------------------------------------

  function sayJson(message) {
    document.getElementById('json-fault').textContent = message;
    text.setAttribute('aria-invalid', String(message !== ''));
    form.inert = message !== '';
    form.classList.toggle('stale', message !== '');
  }

  function fits(value) {
    return isObject(value)
      && (value.actions === undefined
        || Array.isArray(value.actions) && value.actions.every(action => isObject(action)
          && (action.function_kwargs === undefined || isObject(action.function_kwargs))));
  }

  function read() {
    let value;
    try {
      value = JSON.parse(text.value);
    } catch (unreadable) {
      sayJson(texts['json.bad'] + ' ' + unreadable.message);
      return;
    }
    if (!fits(value)) {
      sayJson(texts['json.shape']);
      return;
    }
    model = value;
    sayJson('');
    show();
  }

  function show() {
    ids = 0;
    form.replaceChildren(general(), ...actions());
    faults.forEach(showFault);
  }

  function general() {
    const name = make('input', { type: 'text', maxLength: 200, value: String(model.name ?? ''), autocomplete: 'off' });
    name.addEventListener('input', () => { set(model, 'name', name.value); changed(name); });
    const pattern = make('input', { type: 'text', className: 'code', maxLength: 1000, value: String(model.watch_pattern ?? ''), autocomplete: 'off', spellcheck: false });
    pattern.addEventListener('input', () => { model.watch_pattern = pattern.value; changed(pattern); });
    return make('section', { className: 'card' },
      field(texts.name, name, 'name', { note: texts['name.hint'] }),
      field(texts.pattern, pattern, 'watch_pattern', { note: texts['pattern.hint'], required: true }),
      check(texts.enabled, model.enabled !== false, 'enabled', '', on => { model.enabled = on; }),
      check(texts.retry, model.allow_retry === true, 'allow_retry', texts['retry.hint'], on => { model.allow_retry = on; }));
  }

  function actions() {
    const all = model.actions || [];
    const add = make('button', { type: 'button', id: 'add-action' }, texts.add);
    add.addEventListener('click', () => {
      model.actions = all.concat([{ target_function: forms[0] ? forms[0].name : '', function_kwargs: {}, delay_sec: 0 }]);
      restructured('action-' + all.length);
    });
    return [
      all.length ? make('ol', { className: 'actions' }, ...all.map((action, index) => step(action, index, all)))
        : make('p', { className: 'muted' }, texts.none),
      make('p', {}, add)];
  }

  function formOf(name) {
    return forms.find(one => one.name === name || one.aliases.includes(name));
  }

  function step(action, index, all) {
    const path = 'actions[' + index + ']';
    const number = index + 1;
    const known = formOf(action.target_function);
    const which = make('select', { id: 'action-' + index },
      ...forms.map(one => make('option', { value: known === one ? action.target_function : one.name, selected: known === one }, one.name)),
      known ? null : make('option', { value: String(action.target_function ?? ''), selected: true }, String(action.target_function ?? '')));
    which.addEventListener('change', () => {
      action.target_function = which.value;
      restructured('action-' + index);
    });
    return make('li', {}, make('fieldset', { className: 'card action' },
      make('legend', {}, texts.action + ' ' + number),
      make('div', { className: 'buttons step-buttons' },
        move('up', index, -1, all), move('down', index, 1, all), remove(index, all)),
      make('div', { className: 'pair' },
        field(texts.function, which, path + '.target_function', { note: known ? known.description : texts.unknown }),
        delay(action, path)),
      ...args(action, known, path + '.function_kwargs')));
  }

  function move(way, index, by, all) {
    const to = index + by;
    const button = make('button', { type: 'button', id: way + '-' + index, disabled: to < 0 || to >= all.length,
      ariaLabel: texts[way] + ': ' + texts.action + ' ' + (index + 1), title: texts[way] }, way === 'up' ? '↑' : '↓');
    button.addEventListener('click', () => {
      [all[index], all[to]] = [all[to], all[index]];
      const atEnd = to === 0 ? 'down-0' : to === all.length - 1 ? 'up-' + to : way + '-' + to;
      restructured(atEnd);
    });
    return button;
  }

  function remove(index, all) {
    const button = make('button', { type: 'button', className: 'danger', ariaLabel: texts.remove + ': ' + texts.action + ' ' + (index + 1) }, texts.remove);
    button.addEventListener('click', () => {
      all.splice(index, 1);
      restructured(all.length ? 'action-' + Math.min(index, all.length - 1) : 'add-action');
    });
    return button;
  }

  function delay(action, path) {
    const input = make('input', { type: 'number', min: 0, max: LONGEST_DELAY, step: 1, value: String(action.delay_sec ?? 0) });
    const echo = make('output', { className: 'echo' });
    const say = () => {
      const seconds = Number(input.value);
      echo.textContent = !Number.isInteger(seconds) || seconds < 0 ? ''
        : seconds === 0 ? texts.atonce : texts.later.replace('{0}', delayText(seconds));
    };
    input.addEventListener('input', () => {
      set(action, 'delay_sec', input.value === '' ? undefined : Number(input.value));
      say();
      changed(input);
    });
    say();
    const whole = field(texts.delay, input, path + '.delay_sec', { after: echo });
    echo.htmlFor = input.id;
    return whole;
  }

  /** Of an action that declares none, all of its arguments are one JSON; so are those that it does not know. */
  function args(action, known, path) {
    const given = action.function_kwargs || (action.function_kwargs = {});
    if (!known || !known.arguments) {
      return [jsonField(texts.arguments, given, path, value => { action.function_kwargs = value; }, '', isObject)];
    }
    const fields = known.arguments.map(argument => argumentField(argument, given, path + '.' + argument.name));
    Object.keys(given).filter(name => !known.arguments.some(argument => argument.name === name)).forEach(name => {
      fields.push(jsonField(name, given[name], path + '.' + name, value => { set(given, name, value); }, texts.others));
    });
    return fields;
  }

  function jsonField(label, value, path, take, note, accepts = () => true) {
    const area = make('textarea', { className: 'code', rows: 4, spellcheck: false, value: value === undefined ? '' : JSON.stringify(value, null, 2) });
    area.addEventListener('input', () => {
      try {
        const typed = area.value.trim() === '' ? undefined : JSON.parse(area.value);
        if (typed !== undefined && !accepts(typed)) {
          throw new SyntaxError(texts['json.value']);
        }
        take(typed);
        changed(area);
      } catch (unreadable) {
        sayFault(area, texts['json.bad'] + ' ' + unreadable.message);
      }
    });
    return field(label, area, path, { note });
  }

  function argumentField(argument, given, path) {
    const value = given[argument.name] ?? undefined;
    const options = { note: argument.description, required: argument.required };
    const control = controlOf(argument, value);
    if (!control) {
      // Of another kind than it should be, or any: as it is.
      return jsonField(argument.name, value, path, typed => { set(given, argument.name, typed); }, argument.description);
    }
    control.input.addEventListener('input', () => {
      set(given, argument.name, control.value());
      changed(control.input);
    });
    if (argument.type === 'mail_addresses') {
      options.note += ' ' + texts.addresses;
    }
    if (argument.secret && value === KEPT_SECRET) {
      options.note += ' ' + texts.secret;
    }
    return field(argument.name, control.input, path, options);
  }

  /** Null if its value cannot be typed but as JSON. */
  function controlOf(argument, value) {
    const plain = value === undefined || typeof value === 'string';
    const line = (attributes, read) => {
      const input = make('input', Object.assign({ type: 'text', autocomplete: 'off' }, attributes));
      return { input, value: () => read ? read(input.value) : input.value };
    };
    if (argument.secret) {
      // Empty for none; the marker, untouched, for the one that is stored.
      return plain ? line({ type: 'password', autocomplete: 'new-password', value: value ?? '' }) : null;
    }
    if (argument.choices.length) {
      return plain ? choice(value, argument.choices.map(one => [one, one, one])) : null;
    }
    switch (argument.type) {
      case 'text': {
        if (!plain) {
          return null;
        }
        const area = make('textarea', { rows: 4, value: value ?? '' });
        return { input: area, value: () => area.value };
      }
      case 'line':
        return plain && !/[\r\n]/.test(value ?? '') ? line({ value: value ?? '' }) : null;
      case 'url':
        return plain ? line({ value: value ?? '', inputMode: 'url' }) : null;
      case 'mail_address':
        return plain ? line({ value: value ?? '', inputMode: 'email' }) : null;
      case 'mail_addresses': {
        const list = value === undefined ? [] : typeof value === 'string' ? [value] : value;
        if (!Array.isArray(list) || list.some(one => typeof one !== 'string' || one.includes(','))) {
          return null;
        }
        return line({ value: list.join(', '), inputMode: 'email' }, typed => {
          const addresses = typed.split(',').map(one => one.trim()).filter(one => one !== '');
          return addresses.length > 1 ? addresses : addresses[0];
        });
      }
      case 'number':
        return value === undefined || typeof value === 'number'
          ? line({ type: 'number', step: 'any', value: value ?? '' }, typed => typed === '' ? undefined : Number(typed)) : null;
      case 'boolean':
        return value === undefined || typeof value === 'boolean'
          ? choice(value, [['true', texts.true, true], ['false', texts.false, false]]) : null;
      default:
        return null;
    }
  }

  function choice(value, all) {
    const known = value === undefined || all.some(([, , meaning]) => meaning === value);
    const input = make('select', {},
      make('option', { value: '' }, texts.notgiven),
      ...all.map(([key, label, meaning]) => make('option', { value: key, selected: meaning === value }, label)),
      known ? null : make('option', { value: String(value), selected: true }, String(value)));
    return { input, value: () => {
      const chosen = all.find(([key]) => key === input.value);
      return input.value === '' ? undefined : chosen ? chosen[2] : value;
    } };
  }

  // --- What is wrong, where it is ----------------------------------------------------------------

  /** The control of a path, or of the nearest that is around it. */
  function controlAt(path) {
    for (let at = path; at; at = at.replace(/(\.[^.[]*|\[\d+\])$/, '')) {
      const control = form.querySelector('[data-path="' + CSS.escape(at) + '"]');
      if (control) {
        return control;
      }
      if (!/[.[]/.test(at)) {
        return null;
      }
    }
    return null;
  }

  function sayFault(control, message) {
    const place = document.getElementById(control.id + '-fault');
    place.replaceChildren(message);
    place.hidden = message === '';
    if (message === '') {
      control.removeAttribute('aria-invalid');
    } else {
      control.setAttribute('aria-invalid', 'true');
    }
    return place;
  }

  function showFault(fault) {
    const control = controlAt(fault.path);
    if (!control) {
      return;
    }
    const place = sayFault(control, control.dataset.path === fault.path ? fault.message : fault.path + ' ' + fault.message);
    if (fault.position !== undefined) {
      const at = Math.min(fault.position, control.value.length);
      const end = at + (control.value.codePointAt(at) > 0xffff ? 2 : 1);
      place.append(make('code', { className: 'mistake' }, control.value.slice(0, at),
        make('mark', {}, control.value.slice(at, end) || ' ', make('span', { className: 'visually-hidden' }, ' ← ' + texts.mistake + ' ')),
        control.value.slice(end)));
    }
  }

  function showFaults() {
    faults = JSON.parse(editor.dataset.faults);
    document.querySelectorAll('#faults [data-goto]').forEach(name => {
      const control = controlAt(name.dataset.goto);
      if (control) {
        const link = make('button', { type: 'button', className: 'goto' }, name.textContent);
        link.addEventListener('click', () => control.focus());
        name.replaceWith(link);
      }
    });
  }

  // --- Trying, without leaving the page ----------------------------------------------------------

  async function tryIt(button) {
    if (button.disabled) {
      return;
    }
    button.disabled = true;
    const whole = button.form;
    const sent = new FormData(whole);
    sent.set(button.name, button.value);
    const place = document.getElementById('tried');
    place.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(whole.action, { method: 'POST', body: new URLSearchParams(sent) });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const wanted = fresh.getElementById('tried');
      if (!answer.ok || !wanted) {
        // Signed out, or something broke: the page itself shows what.
        leaving = true;
        button.disabled = false;
        whole.requestSubmit(button);
        return;
      }
      const state = fresh.querySelector('[name="jakarta.faces.ViewState"]');
      if (state) {
        whole.querySelectorAll('[name="jakarta.faces.ViewState"]').forEach(input => { input.value = state.value; });
      }
      place.replaceChildren(...wanted.childNodes);
      document.getElementById('faults').replaceChildren(...fresh.getElementById('faults').childNodes);
      editor.dataset.faults = fresh.getElementById('editor').dataset.faults;
      faults = JSON.parse(editor.dataset.faults);
      if (model) {
        show();
      }
      showFaults();
      place.focus();
    } catch (lost) {
      leaving = true;
      button.disabled = false;
      whole.requestSubmit(button);
    } finally {
      button.disabled = false;
      place.removeAttribute('aria-busy');
    }
  }

  document.addEventListener('DOMContentLoaded', () => {
    editor = document.getElementById('editor');
    if (!editor) {
      return;
    }
    text = document.getElementById('json');
    form = document.getElementById('editor-form');
    forms = JSON.parse(editor.dataset.forms);
    texts = JSON.parse(editor.dataset.texts);
    faults = JSON.parse(editor.dataset.faults);
    saved = text.form.elements.base.value.trim();
    if (!location.search && editor.dataset.address.includes('?')) {
      // What answers a form stands at the address that can be bookmarked, and that the page follows.
      history.replaceState(null, '', editor.dataset.address);
    }
    read();
    showFaults();
    text.addEventListener('input', () => {
      faults = [];
      read();
    });
    const button = document.getElementById('try-button');
    button.addEventListener('click', event => {
      if (!leaving) {
        event.preventDefault();
        tryIt(button);
      }
    });
    document.getElementById('try-name').addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        event.preventDefault();
        tryIt(button);
      }
    });
    text.form.addEventListener('submit', () => { leaving = true; });
    window.addEventListener('pageshow', () => { leaving = false; });
    window.addEventListener('beforeunload', event => {
      // A browser asks nobody who has not touched the page, and complains if it is told to.
      const touched = !navigator.userActivation || navigator.userActivation.hasBeenActive;
      if (!leaving && touched && text.value.trim() !== saved) {
        event.preventDefault();
      }
    });
  });
})();
