{#
    Bands of whole months on the network, kept apart from the stage.
#}
{% macro tenure_bands() %}
{% set book %}
- name: none
  when: [months_on_net is null]
- name: "0_3"
  when: [months_on_net < 3]
- name: "3_12"
  when: [months_on_net < 12]
- name: "12_36"
  when: [months_on_net < 36]
- name: "36_plus"
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
